"""Terraform and its kin: blocks, and the schedules that stand in the same block."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, unquoted
from handover_generator.sources._starters.kind import StarterKind
from handover_generator.sources._starters.times import RATE

_ZONE = regex(r"(?:schedule_expression_timezone|ScheduleExpressionTimezone|time_zone|timezone|timeZone)"
              r"[\"']?\s*[:=]\s*(.+?)\s*,?\s*\Z", re.MULTILINE)


def is_terraform(path: str) -> bool:
    """Whether a path is written for terraform or its kin."""
    return path.endswith((".tf", ".tf.json", ".hcl", ".tofu", ".nomad"))


def read_terraform(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The block of each line, with the schedule that stands in the same block."""

    def context(number: int) -> Context | None:
        first = next((at for at in range(number, 0, -1) if re.match(r"\w", lines.row(at)) and "{" in lines.row(at)), 1)
        last = next((at for at in range(number, len(lines.rows) + 1) if lines.row(at).startswith("}")), len(lines.rows))
        block = [lines.row(at) for at in range(first, last + 1)]
        schedule = next((unquoted(match.group(1)) for row in block if (match := RATE.match(row.strip()))), None)
        zone = _ZONE.search("\n".join(block))
        label = re.sub(r"[\"{]", "", lines.row(first)).strip()
        return Context("terraform", (schedule,) if schedule else (), unquoted(zone.group(1)) if zone and schedule else None, label[:80])

    return context


STARTER = StarterKind(fits=lambda path, text: is_terraform(path), read=read_terraform, order=40)
