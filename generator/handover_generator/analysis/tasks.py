"""Functions that are run by name: tasks of invoke and fabric by a person (``invoke dev.init-db``), tasks of a queue by a worker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handover_generator.regexes import regex

_OF_A_RUNNER = regex(r"^[ \t]*(?:from|import)[ \t]+(?:invoke|fabric2?)\b", re.MULTILINE)
_TASK = regex(r"^@(?:\w+\.)*task\b(\((?:[^()]|\([^()]*\))*\))?[^\n]*\n(?:@[^\n]*\n)*(?:async )?def (\w+)", re.MULTILINE)
_UNMARKED = regex(r"^(?:from[ \t]+fabric\.(?:api|operations|state|context_managers|contrib)\b|import[ \t]+fabric\.(?:api|operations)\b"
                  r"|from[ \t]+fabric[ \t]+import[ \t]+(?:\w+,[ \t]*)*api\b)", re.MULTILINE)
_FABFILE = regex(r"(?:\A|/)fabfile(?:/__init__)?\.py\Z")
_LOADED = regex(r"(?:\A|/)tasks(?:/__init__)?\.py\Z")
_IMPORTS = regex(r"^(?:import|from)[ \t]+[.\w]", re.MULTILINE)
_COLLECTS = regex(r"^(?:ns|namespace)[ \t]*=[ \t]*(?:\w+\.)*Collection\b", re.MULTILINE)
_FUNCTION = regex(r"^def ([A-Za-z]\w*)\(", re.MULTILINE)
_AT_THE_TOP = regex(r"(?:tasks|fabfile)(?:/__init__)?\.py")
_NAMED = regex(r"\bname\s*=\s*[\"']([\w.-]+)[\"']")
_OF_A_WORKER = regex(r"^@(?:\w+\.)*(?:task|shared_task|periodic_task|actor)(\((?:[^()]|\([^()]*\))*\))[^\n]*\n"
                     r"(?:@[^\n]*\n)*(?:async )?def (\w+)", re.MULTILINE)


def is_for_a_runner(text: str) -> bool:
    """Whether a Python text takes something from invoke or fabric."""
    return ("invoke" in text or "fabric" in text) and _OF_A_RUNNER.search(text) is not None


def is_loaded_by_a_runner(path: str, text: str) -> bool:
    """Whether ``fab`` or ``invoke`` loads a file: by its name, where that is not one that other programs use, too."""
    return _FABFILE.search(path) is not None or (_LOADED.search(path) is not None and is_for_a_runner(text))


def is_of_first_fabric(text: str) -> bool:
    """Whether a Python text takes something from the first Fabric, which finds tasks in all modules that a file imports."""
    return _UNMARKED.search(text) is not None


def gathers_tasks(path: str, text: str) -> bool:
    """Whether a file has tasks of other files only: a ``fabfile.py`` that imports them, a ``tasks.py`` that puts them into a collection."""
    if _FABFILE.search(path) is not None:
        return _IMPORTS.search(text) is not None
    return _COLLECTS.search(text) is not None and is_loaded_by_a_runner(path, text)


def every_function_is_a_task(path: str, text: str) -> bool:
    """Whether a person may run each function of a file that is not private: a ``fabfile.py`` of the first fabric that marks none of them."""
    return _FABFILE.search(path) is not None and _UNMARKED.search(text) is not None and _TASK.search(text) is None


def tasks_in(path: str, text: str) -> Iterator[str]:
    """The names that tasks in a Python text are called by on the command line: with dashes, without their collection."""
    if every_function_is_a_task(path, text):
        yield from map(plain, _FUNCTION.findall(text))
        return
    if "task" not in text or not is_for_a_runner(text):
        return
    for match in _TASK.finditer(text):
        stated = _NAMED.search(match.group(1) or "")
        yield plain(stated.group(1) if stated is not None else match.group(2))


def worker_tasks_in(text: str) -> Iterator[tuple[str, str]]:
    """The names that tasks of a queue were given in a Python text (``@app.task(name="clean-up")``), each with its function."""
    if ("task(" not in text and "actor(" not in text) or "name" not in text:
        return
    for match in _OF_A_WORKER.finditer(text):
        stated = _NAMED.search(match.group(1))
        if stated is not None:
            yield stated.group(1), match.group(2)


def plain(name: str) -> str:
    """The name of a task as ``tasks_in`` gives it: ``init-db`` for ``dev.init_db`` and for ``init_db:now``."""
    return name.partition(":")[0].rpartition(".")[2].replace("_", "-")


def holder(name: str, paths: Iterable[str], given: str = "") -> str | None:
    """The file among those with a task of that name which is meant: the one that bears the name of its collection, else the only one, else the one
    that a runner finds by itself at the top. ``given``: the collection or file that is named on the command line.
    """
    found = sorted(paths)
    collection = given.removesuffix(".py") or name.partition(":")[0].rpartition(".")[0].rpartition(".")[2].replace("-", "_")
    if collection:
        found = [path for path in found if f"/{collection}/" in f"/{path.removesuffix('.py')}/"] or found
    found = found if len(found) < 2 else [path for path in found if _AT_THE_TOP.fullmatch(path)]
    return found[0] if len(found) == 1 else None
