"""The command line: one module of `zhike.project.commands` per word."""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

import django
from django.db import Error as DatabaseError

from zhike.project import commands, translations
from zhike.project.commands import CommandRefused
from zhike.project.configuration import WrongSetting

WITHOUT_DJANGO = frozenset({"serve", "bench"})
REFUSED = 2


class Command(Protocol):
    """A module that carries out one word of the command line."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what may follow the word."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code."""


def words() -> dict[str, str]:
    """The words of the command line, each with its module's name."""
    names = (module.name for module in pkgutil.iter_modules(commands.__path__))
    return {name.strip("_").replace("_", "-"): name for name in sorted(names)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; 2 with one sentence on stderr where the user must change something."""
    arguments = sys.argv[1:] if arguments is None else arguments
    word = arguments[0] if arguments else "--help"
    if word not in words():
        print(_overview())
        return 0 if word in {"-h", "--help", "help"} else REFUSED
    try:
        return _run(word, list(arguments[1:]))
    except (CommandRefused, WrongSetting) as refusal:
        print(refusal, file=sys.stderr)
    except DatabaseError as error:
        print(f"The database refuses: {str(error).splitlines()[0]}.", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return REFUSED


def _run(word: str, arguments: list[str]) -> int:
    _choose_data_folder(arguments)
    translations.compile_catalogs()
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhike.project.settings"
    if word not in WITHOUT_DJANGO:
        django.setup()
    module = importlib.import_module(f"{commands.__name__}.{words()[word]}")
    parser = argparse.ArgumentParser(prog=f"zhike {word}", description=module.__doc__)
    _add_data(parser)
    command = cast(Command, module)
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", metavar="DIR", help="the installation's folder (ZHIKE_DATA_DIR, else data/)"
    )


def _choose_data_folder(arguments: Sequence[str]) -> None:
    """Every command takes `--data`, which must be known before the settings are read."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_data(parser)
    folder = parser.parse_known_args(arguments)[0].data
    if folder:
        os.environ["ZHIKE_DATA_DIR"] = str(Path(folder).absolute())


def _overview() -> str:
    lines = ["usage: zhike WORD …   (zhike WORD --help tells more)", ""]
    for word, name in words().items():
        path = Path(commands.__path__[0], f"{name}.py")
        sentence = (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]
        lines.append(f"  {word:<14}{sentence}")
    return "\n".join(lines)
