"""Tasks of invoke and fabric, where a line names them as something to start: ``invoke dev.init-db``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handover_generator.analysis.tasks import holder, plain, tasks_in
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._starters.names import Mention

# Clouds invoke functions, too.
_STARTED = regex(r"(?<![\w.-])(?<!lambda )(?<!serverless )(?<!sls )(?:inv|invoke|fab)[\"']?,?[ \t]+"
                 r"(?:[\"']?--?[\w-]+(?:=[^\s\"',]+)?[\"']?,?[ \t]+)*[\"']?([A-Za-z][\w.-]*)")
Tasks = Mapping[str, tuple[str, ...]]
"""The candidates that have a task, by its name."""


def tasks_of(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The tasks that candidates hold."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted(candidates):
        text = files[path].text if path.endswith(".py") else None
        for name in tasks_in(path, text or ""):
            found.setdefault(name, {})[path] = None
    return {name: tuple(paths) for name, paths in found.items()}


def mentions(text: str, tasks: Tasks) -> Iterator[Mention]:
    """Where a text starts one of the tasks."""
    if tasks and ("inv" in text or "fab" in text):
        for match in _STARTED.finditer(text):
            path = holder(match.group(1), tasks.get(plain(match.group(1)), ()))
            if path is not None:
                yield Mention(path, match.start(1), "task")
