"""Jobs of a library that lines of a crontab name (``manage.py cron tidy``, ``manage.py runtask tidy``), and those that the settings of Django list
with their times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handover_generator.analysis.cron_jobs import LISTED, jobs_in
from handover_generator.model.inventory import Starter
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines
from handover_generator.sources._starters.names import Mention, Names

_STARTED = regex(r"(?:\bmanage\.py[\"']?,?[ \t]+[\"']?(?:cron|runtask)[\"']?,?|\{\{[ \t]*\w*cron\w*[ \t]*\}\})[ \t]+[\"']?(\w+)")
"""Django's own program with the command of such a library, or what a template puts there for it."""
_ROW = regex(r"\A\s*[(\[]\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']")
_TIMES = 5                   # fields of a cron expression
Jobs = Mapping[str, tuple[str, ...]]
"""The candidates that register a job, by its name."""


def jobs_of(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The jobs that candidates register."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted(candidates):
        for name in jobs_in((files[path].text or "") if path.endswith(".py") else ""):
            found.setdefault(name, {})[path] = None
    return {name: tuple(paths) for name, paths in found.items()}


def mentions(text: str, jobs: Jobs) -> Iterator[Mention]:
    """Where a text starts one of the jobs; a name that several files use is none of them."""
    if jobs and ("cron" in text or "runtask" in text):
        for match in _STARTED.finditer(text):
            paths = jobs.get(match.group(1), ())
            if len(paths) == 1:
                yield Mention(paths[0], match.start(1), "task")


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
