"""Scripts that a function of the shell runs or reads in by the name it is given: ``run_script reset_db`` for ``scripts/reset_db.sh``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._starters.names import Mention

Runners = Mapping[str, Mapping[str, str]]
"""By the name of a function: the candidate that each word means to it."""
_ENDINGS = (".sh", ".bash")
_DEFINES = regex(r"^(?:function[ \t]+)?([A-Za-z_]\w*)[ \t]*(?:\([ \t]*\))?[ \t]*\{[ \t]*$")
_NAMED = regex(r"(?<=/)([\w.-]+)/\$\{?([A-Za-z_]\w*|1)(?:[:-][^}/\n]*)?\}?(\.(?:sh|bash))(?=[\"'\s;]|$)")
_RUNS = regex(r"(?:^|[;&|][ \t]*|\bthen[ \t]+)(?:(?:sudo|exec)[ \t]+)?(?:source|\.|bash|sh)[ \t]+[\"']?[$./\w]")
_HELD = regex(r"(?<=[\w\]]=[\"'])([\w.-]+)(?=[\"'])")
_LONGEST = 80                            # lines of such a function
_LEAST_NAME = 3


def runners_of(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> dict[str, dict[str, str]]:
    """The functions of shell scripts that run a script of one folder by its name, with what each word means to them."""
    shells = sorted(path for path in candidates if path.endswith(_ENDINGS))
    found: dict[str, dict[str, str]] = {}
    several: set[str] = set()
    for path in shells:
        text = files[path].text or ""
        if "/$" not in text or "{" not in text:
            continue
        for name, folder, ending in _functions(text):
            several |= {name} & found.keys()
            meant = [other for other in shells if other.endswith(ending) and f"/{other}".rpartition("/")[0].endswith(f"/{folder}")]
            found[name] = {other.rpartition("/")[2].removesuffix(ending): other for other in meant}
    return {name: words for name, words in sorted(found.items()) if words and name not in several}


def _functions(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, folder and ending of each function of a text that runs a script by its first argument."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _DEFINES.match(line) if line.endswith("{") or line.rstrip().endswith("{") else None
        if match is None or len(match.group(1)) < _LEAST_NAME:
            continue
        body = []
        for inner in lines[number + 1 : number + 1 + _LONGEST]:
            if inner.startswith("}"):
                break
            body.append(inner.strip())
        named = next((one for each in body if "/$" in each and not each.startswith("#") and (one := _NAMED.search(each))), None)
        if named is None or not any(_RUNS.search(each) for each in body):
            continue
        variable = named.group(2)
        if variable == "1" or any(_is_first(each, variable) for each in body):
            yield match.group(1), named.group(1), named.group(3)


def _is_first(line: str, variable: str) -> bool:
    """Whether a line gives the first argument to a variable."""
    value = line.partition(f"{variable}=")[2].strip("\"'")
    return value.startswith(("$1", "${1}", "${1-", "${1:", "${1,"))


def mentions(text: str, runners: Runners) -> Iterator[Mention]:
    """Where a shell script calls one of the functions with a word."""
    for name, words in runners.items():
        if name not in text:
            continue
        for match in re.finditer(rf"(?<![\w$./-]){name}[ \t]+[\"']?([\w.-]+)", text):
            path = words.get(match.group(1))
            if path is not None:
                yield Mention(path, match.start(), "task")
        if re.search(rf"(?<![\w$./-]){name}[ \t]+[\"']?\$\{{?[A-Za-z_]", text):        # run_script "$script": one of those that are held here
            for match in _HELD.finditer(text):
                path = words.get(match.group(1))
                if path is not None:
                    yield Mention(path, match.start(), "task")
