"""Jobs of upstart, which started programs on Ubuntu before systemd did: ``etc/init/*.conf`` with ``exec`` lines and ``script`` blocks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from handover_generator.regexes import regex
from handover_generator.sources._starters.config_names import is_configuration
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_PATH = regex(r"\.conf(?:\.(?:j2|jinja2|erb|in|tmpl|tpl|template))?\Z")
_BEGINS = regex(r"^(?:start|stop) on\b|^respawn\s*$|^task\s*$")
_RUNS = regex(r"\s*(?:(?:pre|post)-(?:start|stop)\s+)?(exec\s|script\s*\Z)")
_ENDS = regex(r"\s*end script\s*\Z")


def is_job(path: str, text: str) -> bool:
    """Whether a text is such a job: it says when it starts or that it starts again, and what it runs."""
    if _PATH.search(path) is None:
        return False
    rows = text.splitlines()
    return any(map(_BEGINS.match, rows)) and any(map(_RUNS.match, rows))


def read_job(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The lines that are run: those behind ``exec``, and those of a ``script``."""
    name = _PATH.sub("", path.rpartition("/")[2])
    inside = False
    run: set[int] = set()
    for number, (before, row) in enumerate(pairwise(["", *lines.text.splitlines()]), 1):
        began = _RUNS.match(row)
        inside = (inside or (began is not None and began.group(1).startswith("script"))) and _ENDS.match(row) is None
        if inside or began is not None or (before.rstrip().endswith("\\") and number - 1 in run):
            run.add(number)
    return lambda number: Context("config", detail=f"upstart job {name}") if number in run else None


STARTER = StarterKind(fits=lambda path, text: is_configuration(path) and is_job(path, text), read=read_job, order=50)
