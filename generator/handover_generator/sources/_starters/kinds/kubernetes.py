"""Kubernetes objects, plain and as Helm templates."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.config_names import is_configuration
from handover_generator.sources._starters.context import Context, Lines, unquoted
from handover_generator.sources._starters.kind import StarterKind

_TIMED = ("CronJob", "CronWorkflow")
_OBJECT = regex(r"^kind:\s*['\"]?(\w+)", re.MULTILINE)


def is_kubernetes(path: str, text: str) -> bool:
    """Whether a YAML text holds a Kubernetes object, plain or as a Helm template."""
    return path.endswith((".yaml", ".yml", ".tpl")) and "apiVersion:" in text and bool(_OBJECT.search(text))


def read_kubernetes(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Kind and name of the object each line belongs to; the schedule and time zone of what runs by the clock."""
    documents: list[tuple[int, Context]] = []
    start = 1
    for piece in re.split(r"^---.*$", lines.text, flags=re.MULTILINE):
        kind = _OBJECT.search(piece)
        name = re.search(r"^metadata:\s*\n(?:[ \t]+.*\n)*?[ \t]+name:\s*(.+)", piece, re.MULTILINE)
        label = " ".join(part for part in (kind.group(1) if kind else "", unquoted(name.group(1)) if name else "") if part)
        schedule = re.search(r"^\s+schedules?:\s*(?:\n\s+-\s+)?(.+)", piece, re.MULTILINE) if kind and kind.group(1) in _TIMED else None
        zone = re.search(r"^\s+time[zZ]one:\s*(.+)", piece, re.MULTILINE) if schedule else None
        documents.append((start,
                          Context("k8s", (unquoted(schedule.group(1)),) if schedule else (), unquoted(zone.group(1)) if zone else None,
                                  label)))
        start += piece.count("\n")

    def context(number: int) -> Context | None:
        return next((found for first, found in reversed(documents) if first <= number), None)

    return context


STARTER = StarterKind(fits=lambda path, text: is_configuration(path) and is_kubernetes(path, text), read=read_kubernetes, order=52)
