"""Functions that a line of a crontab runs by their name: what a library of cron jobs registers (``manage.py cron tidy``), and what the settings
of Django list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.regexes import regex

REGISTERS = {"cronjobs": "register", "kronos": "register"}
"""Packages, each with the decorator that makes a function a job of its own name."""
LISTED = "calls "
"""Begins what is said of who starts a file, before the function that the settings list."""
_JOB = regex(r"^@(?:(?:cronjobs|kronos)\.)?register\b[^\n]*\n(?:@[^\n]*\n)*def (\w+)", re.MULTILINE)
_OF_APPLICATION = regex(r"^@\w*cron\w*\.job\(", re.MULTILINE)


def jobs_in(text: str) -> Iterator[str]:
    """The names of the jobs that a Python text registers."""
    if ("cronjobs" in text or "kronos" in text) and "register" in text:
        yield from _JOB.findall(text)


def jobs_of_application(text: str) -> bool:
    """Whether a text has jobs of Flask-Crontab: ``@crontab.job(hour="3")``."""
    return "cron" in text and ".job(" in text and _OF_APPLICATION.search(text) is not None
