"""Jobs that the settings of Django list with their times, in CRONJOBS."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.cron_jobs import LISTED
from handover_generator.model.inventory import Starter
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines
from handover_generator.sources._starters.kind import Row, Searched, StarterKind
from handover_generator.sources._starters.names import Names

_ROW = regex(r"\A\s*[(\[]\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']")
_TIMES = 5                   # fields of a cron expression


def listed(path: str, lines: Lines, names: Names) -> Iterator[tuple[str, Starter]]:
    """What ``CRONJOBS`` of Django's settings lists: each function with its time."""
    if "CRONJOBS" not in lines.text:
        return
    inside = False
    for number, row in enumerate(lines.rows, 1):
        inside = inside or row.lstrip().startswith("CRONJOBS")
        match = _ROW.search(row.partition("=")[2].lstrip().removeprefix("[") if row.lstrip().startswith("CRONJOBS") else row) if inside else None
        inside = inside and not row.startswith((")", "]"))
        if match is None or (len(match.group(1).split()) != _TIMES and not match.group(1).startswith("@")):
            continue
        module, _, function = match.group(2).rpartition(".")
        if (candidate := names.module(module, path)) is not None and candidate != path:
            yield candidate, Starter(path=path, line=number, kind="cron", schedule=match.group(1), detail=LISTED + function)


def _find(searched: Searched) -> Iterator[Row]:
    if searched.language == "Python" and "CRONJOBS" in searched.text and not searched.test:
        yield from listed(searched.path, searched.lines, searched.names)


STARTER = StarterKind(find=_find)
