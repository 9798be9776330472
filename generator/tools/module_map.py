"""The map of the code for its next owner: each module with what it says of itself, by layer, so that the map cannot say anything else."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import handover_generator
from handover_generator.languages._python.statements import Statements
from handover_generator.languages._shell.walk import Walker

ROOT = Path(handover_generator.__file__).parent
_HEAD = """# The modules

Made from the first sentence of each module. Layers stand in the order in which they may use each other: a module imports only from layers below its
own (`make contract`). A name that begins with `_` is private to its folder.

**Where to begin.** `pipeline/_inventory.py` is the whole way from files to facts on two pages. Which files are scripts:
`analysis/discover.py`. What a script does: `analysis/walk.py` follows *routines*, which a language's *tracer* makes of *events*
(`model/tracing.py` is the contract, `model/behaviour.py` the events). What the reader is told of it: `checks/_verdict.py`,
`checks/_run.py`. What is known of libraries and commands: data in `catalogue/data/`, no code.
"""
_LAYERS = (
    ("The command line", ("cli.py", "mkdocs_plugin.py", "__main__.py")),
    ("pipeline", ("pipeline",)),
    ("renderers", ("renderers", "renderers/formats", "renderers/pages")),
    ("checks", ("checks",)),
    ("sources", ("sources", "sources/_starters", "sources/_starters/kinds", "sources/_packages", "sources/_places")),
    ("languages", ("languages", "languages/_python", "languages/_python/results", "languages/_shell")),
    ("writer, gate and demo", ("writer", "gate.py", "demo")),
    ("analysis", ("analysis", "analysis/task_files")),
    ("catalogue", ("catalogue",)),
    ("Tools", ("registry.py", "cache.py", "textgate", "strict_yaml.py", "private_folder.py")),
    ("model", ("model",)),
    ("Ground", ("__init__.py", "errors.py", "records.py", "regexes.py", "wordlists.py")),
)
_PARTS = """
`{root}` is one class in parts, each in a file of its own. Below they stand in the order in which
Python looks a method up: a part uses those further down, and few of those above.
"""


def text() -> str:
    """The page as Markdown."""
    return _HEAD + "".join(_layer(name, places) for name, places in _LAYERS)


def _layer(name: str, places: tuple[str, ...]) -> str:
    files = [ROOT / place for place in places if place.endswith(".py")]
    found = f"\n## {name}\n" + (_table(files) if files else "")
    for place in places:
        paths = [] if place.endswith(".py") else sorted((ROOT / place).glob("*.py"))
        order = {"languages/_python": Statements, "languages/_shell": Walker}.get(place)
        if order is not None:
            parts = [path for path in _parts_of(order) if path in paths]
            found += _PARTS.format(root=f"{order.__module__.removeprefix('handover_generator.')}.{order.__name__}") + _table(parts)
            paths = [path for path in paths if path not in parts]
        found += _table(paths) if paths else ""
    return found


def _parts_of(whole: type) -> Iterator[Path]:
    for part in whole.__mro__[:-1]:
        yield Path(inspect.getfile(part))


def _table(paths: list[Path]) -> str:
    rows = "".join(f"| `{path.relative_to(ROOT).as_posix()}` | {_says(path).replace('|', chr(92) + '|')} |\n" for path in dict.fromkeys(paths))
    return f"\n| Module | What it is |\n| --- | --- |\n{rows}"


def _says(path: Path) -> str:
    """The first sentence of a module."""
    first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n", 1)[0].replace("``", "`")
    return re.split(r"(?<=[.])\s(?=[A-Z`])", " ".join(first.split()), maxsplit=1)[0]
