"""Jobs of a library that lines of a crontab name (``manage.py cron tidy``, ``manage.py runtask tidy``), and those that the settings of Django list
with their times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handover_generator.analysis.cron_jobs import jobs_in
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._starters.names import Mention

_STARTED = regex(r"(?:\bmanage\.py[\"']?,?[ \t]+[\"']?(?:cron|runtask)[\"']?,?|\{\{[ \t]*\w*cron\w*[ \t]*\}\})[ \t]+[\"']?(\w+)")
"""Django's own program with the command of such a library, or what a template puts there for it."""
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
