"""Ansible: tasks of playbooks and roles, their own times, and modules that the repository brings along."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.ansible_modules import own_modules
from handover_generator.sources._starters.context import Context, Lines, unquoted
from handover_generator.sources._starters.kind import StarterKind

_SOURCE = regex(r"\s*(?:-\s+)?(?:src|.*[\s{]src)\s*[:=]")
_COPIES = regex(r"\s*(?:-\s+)?(?:ansible\.\w+\.)?(?:copy|template|synchronize|unarchive|win_copy|win_template)\s*:")


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


STARTER = StarterKind(fits=is_ansible, read=read_ansible, order=53, mentions=own_modules)
