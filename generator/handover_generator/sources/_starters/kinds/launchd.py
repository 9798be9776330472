"""Jobs of launchd, which starts programs on macOS: property lists with ``ProgramArguments``."""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_FIELDS = ("Minute", "Hour", "Day", "Month", "Weekday")


def is_job(path: str, text: str) -> bool:
    """Whether a text is such a job."""
    return path.endswith(".plist") and "<key>Label</key>" in text and "<key>Program" in text


def read_job(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The times of the job, on every line that holds a string."""
    job: Any = {}
    with suppress(Exception):          # plistlib raises what its XML parser, its dates and its numbers raise
        job = plistlib.loads(lines.text.encode())
    context = Context("cron" if (times := tuple(_times(job))) else "config", times, None, "launchd")
    return lambda number: context if "<string>" in lines.row(number) else None


def _times(job: Any) -> Iterator[str]:
    if not isinstance(job, dict):
        return
    stated = job.get("StartCalendarInterval")
    for one in stated if isinstance(stated, list) else [stated]:
        if isinstance(one, dict):
            yield " ".join(str(one.get(field, "*")) for field in _FIELDS)
    if isinstance(every := job.get("StartInterval"), int):
        yield f"every {every} s"


STARTER = StarterKind(fits=is_job, read=read_job, order=50)
