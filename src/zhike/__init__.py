"""Zhike 知客: the CRM that knows the guest."""
