"""CloudFormation, SAM and serverless templates: resources and functions, and the rules that start them."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.sources._starters.config_names import is_configuration
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys, unquoted
from handover_generator.sources._starters.kind import StarterKind
from handover_generator.sources._starters.times import RATE, cloud_schedule


def is_cloudformation(path: str, text: str) -> bool:
    """Whether a text is a CloudFormation, SAM or serverless template."""
    name = path.rpartition("/")[2]
    return name.startswith("serverless.") or "AWSTemplateFormatVersion" in text or "AWS::Serverless" in text


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
            match = RATE.match(row.strip().removeprefix("- "))
            if match and re.match(r"(?:cron|rate|at)\(", unquoted(match.group(1))):
                schedules.append(unquoted(match.group(1)))
        return Context("cloudformation", tuple(dict.fromkeys(schedules)), None, name)

    return context


STARTER = StarterKind(fits=lambda path, text: is_configuration(path) and is_cloudformation(path, text), read=read_cloudformation, order=51)
