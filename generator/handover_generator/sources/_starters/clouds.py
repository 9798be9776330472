"""Terraform, CloudFormation, serverless files: functions and the rules that start them; ansible tasks."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys, unquoted
from handover_generator.sources._starters.cron import cloud_schedule

_RATE = regex(r"[\"']?(?:schedule_expression|ScheduleExpression|Schedule|schedule|rate"
              r"|schedule_interval|crons?(?=\s*=))[\"']?\s*[:=]\s*(.+?)\s*,?\s*\Z")
_ZONE = regex(r"(?:schedule_expression_timezone|ScheduleExpressionTimezone|time_zone|timezone|timeZone)"
              r"[\"']?\s*[:=]\s*(.+?)\s*,?\s*\Z", re.MULTILINE)


_SOURCE = regex(r"\s*(?:-\s+)?(?:src|.*[\s{]src)\s*[:=]")
_COPIES = regex(r"\s*(?:-\s+)?(?:ansible\.\w+\.)?(?:copy|template|synchronize|unarchive|win_copy|win_template)\s*:")


def is_terraform(path: str) -> bool:
    """Whether a path is written for terraform or its kin."""
    return path.endswith((".tf", ".tf.json", ".hcl", ".tofu", ".nomad"))


def is_cloudformation(path: str, text: str) -> bool:
    """Whether a text is a CloudFormation, SAM or serverless template."""
    name = path.rpartition("/")[2]
    return name.startswith("serverless.") or "AWSTemplateFormatVersion" in text or "AWS::Serverless" in text


def read_terraform(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The block of each line, with the schedule that stands in the same block."""

    def context(number: int) -> Context | None:
        first = next((at for at in range(number, 0, -1) if re.match(r"\w", lines.row(at)) and "{" in lines.row(at)), 1)
        last = next((at for at in range(number, len(lines.rows) + 1) if lines.row(at).startswith("}")), len(lines.rows))
        block = [lines.row(at) for at in range(first, last + 1)]
        schedule = next((unquoted(match.group(1)) for row in block if (match := _RATE.match(row.strip()))), None)
        zone = _ZONE.search("\n".join(block))
        label = re.sub(r"[\"{]", "", lines.row(first)).strip()
        return Context("terraform", (schedule,) if schedule else (), unquoted(zone.group(1)) if zone and schedule else None, label[:80])

    return context


def read_cloudformation(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The resource or function of each line, with the schedules that stand inside it."""

    def context(number: int) -> Context | None:
        keys = enclosing_keys(lines, number)
        index = next((i for i, (key, _) in enumerate(keys) if key in ("Resources", "functions")), None)
        if index is None or index + 1 >= len(keys):
            found = cloud_schedule(lines, number)
            return Context("cloudformation", (found,) if found else ())
        name, first = keys[index + 1]
        indent = len(lines.row(first)) - len(lines.row(first).lstrip())
        schedules: list[str] = []
        for at in range(first + 1, len(lines.rows) + 1):
            row = lines.row(at)
            if row.strip() and len(row) - len(row.lstrip()) <= indent:
                break
            match = _RATE.match(row.strip().removeprefix("- "))
            if match and re.match(r"(?:cron|rate|at)\(", unquoted(match.group(1))):
                schedules.append(unquoted(match.group(1)))
        return Context("cloudformation", tuple(dict.fromkeys(schedules)), None, name)

    return context


def is_ansible(path: str, text: str) -> bool:
    """Whether a YAML text is a playbook or a task file."""
    if not path.endswith((".yml", ".yaml")):
        return False
    if re.search(r"(?:\A|/)(?:tasks|handlers|playbooks?)/", path):
        return True
    return "hosts:" in text and bool(re.search(r"^-?\s*hosts:", text, re.MULTILINE) and re.search(r"^\s+(?:tasks|roles):", text, re.MULTILINE))


def read_ansible(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The task of each line; a ``cron`` task's own schedule."""

    def context(number: int) -> Context | None:
        first = next((at for at in range(number, 0, -1) if re.match(r"\s*-\s+\w", lines.row(at))), number)
        indent = len(lines.row(first)) - len(lines.row(first).lstrip())
        block = [lines.row(first)]
        for at in range(first + 1, len(lines.rows) + 1):
            row = lines.row(at)
            if row.strip() and len(row) - len(row.lstrip()) <= indent:
                break
            block.append(row)
        name = re.match(r"\s*-\s+name:\s*(.+)", block[0])
        detail = f"task {unquoted(name.group(1))}" if name else ""
        if _SOURCE.match(lines.row(number)) and any(map(_COPIES.match, block)):
            return Context("ansible", detail="copied")
        if not any(re.match(r"\s*(?:-\s+)?(?:ansible\.builtin\.)?cron:", row) for row in block):
            return Context("ansible", detail=detail)
        values = {match.group(1): unquoted(match.group(2)) for row in block if (match := re.match(r"\s*(special_time|minute|hour|day"
                                                                                                  r"|month|weekday):\s*(.+)", row))}
        if "special_time" in values:
            return Context("cron", ("@" + values["special_time"],), None, detail)
        return Context("cron", (" ".join(values.get(key, "*") for key in ("minute", "hour", "day", "month", "weekday")),), None, detail)

    return context
