"""The ladder of packages as pyproject.toml declares it, for what import-linter cannot see."""

import ast
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zhike"


def _rungs() -> dict[str, int]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(
        contract["layers"] for contract in contracts if contract["containers"] == ["zhike"]
    )
    return {
        package.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for package in layer.split("|")
    }


RUNGS = _rungs()


def may_use(package: str, other: str) -> bool:
    """Whether a package may know another: itself, or one on a lower rung."""
    return package == other or RUNGS[package] > RUNGS[other]


def package_of(module: str) -> str:
    """`people` of `zhike.people.models.party`."""
    return module.split(".")[1]


def python_files() -> list[Path]:
    """Every source file that people write (migrations are made)."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


@cache
def tree_of(path: Path) -> ast.Module:
    """A source file as Python understands it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path, kind: type[ast.AST]) -> list[ast.AST]:
    """The nodes of a kind in a source file; it is walked once for all kinds."""
    return _by_kind(path).get(kind, [])


@cache
def _by_kind(path: Path) -> dict[type[ast.AST], list[ast.AST]]:
    found: dict[type[ast.AST], list[ast.AST]] = {}
    for node in ast.walk(tree_of(path)):
        found.setdefault(type(node), []).append(node)
    return found


def templates() -> list[Path]:
    """Every template of every package."""
    return sorted(SOURCE.glob("*/templates/**/*.*"))


def shown(path: Path) -> str:
    """A path as a developer would open it."""
    return str(path.relative_to(ROOT))
