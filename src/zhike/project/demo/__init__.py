"""The demo company: 华骏客车, a bus maker with 30 customers and half a year of work."""

from zhike.project.demo.clear import clear
from zhike.project.demo.load import load, logins

__all__ = ["clear", "load", "logins"]
