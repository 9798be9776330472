"""Functions that say themselves when a worker is to run them: ``@huey.periodic_task(crontab(hour="3"))``, ``@cron(0, 3, -1, -1, -1)`` of uwsgi,
``@app.periodic(cron="0 3 * * *")``, ``@actor(periodic=cron("0 3 * * *"))``, and what the settings of a worker of arq, or the jobs of
Flask-APScheduler list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.analysis.cron_jobs import LISTED
from handover_generator.model.inventory import Starter
from handover_generator.regexes import regex
from handover_generator.sources._starters.kind import Row, Searched, StarterKind
from handover_generator.sources._starters.times import crontab_text

_PACKAGES = {
    "huey": ("periodic_task", "db_periodic_task"), "celery": ("periodic_task",), "uwsgidecorators": ("cron", "timer", "rbtimer"),
    "procrastinate": ("periodic",), "periodiq": ("actor",), "rocketry": ("task", "cond"),
}
"""Packages, each with the decorators that state a time."""
_DECORATED = regex(r"^@(?:\w+\.)*(\w+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\)){0,400})\)[^\n]*\n"
                   r"(?:@[^\n]*\n|[ \t]*#[^\n]*\n)*(?:async )?def (\w+)", re.MULTILINE)
_OF_ARQ = regex(r"\bcron\(\s*(?:[\"'](?:\w+\.)*(\w+)[\"']|(\w+))\s*,([^()\n]{0,200})\)")
_IN_LIST = regex(r"[\"']func[\"']\s*:\s*[\"']([\w.]+):(\w+)[\"']")
_TRIGGER = regex(r"[\"']trigger[\"']\s*:\s*([^}\n]{1,120}?),?\s*[}\n]")
_NEAR = 400
_STATED = regex(r"(?:\A|,\s*)(?:cron|periodic|run_every|every)\s*=\s*(.+)\Z", re.DOTALL)
_CALLED = regex(r"cron\(\s*(.+?)\s*\)\Z", re.DOTALL)
_QUOTED = regex(r"[\"']([^\"']+)[\"']")
_NUMBERS = regex(r"-?\d+(?:\s*,\s*-?\d+){4}")


def timed(searched: Searched) -> Iterator[Row]:
    """The file itself, once for each of its functions with a time, and what a list of jobs names."""
    path, text = searched.path, searched.text
    if searched.language != "Python" or searched.test or path not in searched.names.candidates:
        return
    known = [package for package in _PACKAGES if package in text]
    names = {name for package in known for name in _PACKAGES[package]}
    for match in _DECORATED.finditer(text) if names and "@" in text else ():
        name, given, function = match.groups()
        stated = _STATED.search(given)
        if name not in names or (name in ("actor", "periodic_task") and stated is None and "crontab(" not in given and "lambda" not in given):
            continue
        time = _schedule(name, stated.group(1) if stated else given)
        yield path, Starter(path=path, line=searched.lines.number(match.start()), kind="cron", schedule=time, detail=LISTED + function)
    if "arq" in text and "cron_jobs" in text:
        for match in _OF_ARQ.finditer(text):
            yield path, Starter(path=path, line=searched.lines.number(match.start()), kind="cron", schedule=" ".join(match.group(3).split()),
                                detail=LISTED + (match.group(1) or match.group(2)))
    if "JOBS" in text and ("apscheduler" in text or "SCHEDULER" in text):
        for match in _IN_LIST.finditer(text):
            candidate = searched.names.module(match.group(1), path)
            if candidate is not None:
                trigger = _TRIGGER.search(text, match.start(), match.start() + _NEAR)
                schedule = " ".join(trigger.group(1).replace('"', "").replace("'", "").split()) if trigger is not None else None
                line = searched.lines.number(match.start())
                yield candidate, Starter(path=path, line=line, kind="cron", detail=LISTED + match.group(2), schedule=schedule)


def _schedule(name: str, given: str) -> str:
    """A time as it is stated: as a line of a crontab where it is one."""
    given = " ".join(given.split()).rstrip(",")
    if name in ("timer", "rbtimer"):
        return f"every {given.partition(',')[0]} seconds"
    if (numbers := _NUMBERS.match(given)) is not None:       # of uwsgi, with -1 for each
        return " ".join("*" if number.strip() == "-1" else number.strip() for number in numbers.group().split(","))
    called = _CALLED.match(given)
    quoted = _QUOTED.match(called.group(1) if called is not None else given)
    return quoted.group(1) if quoted is not None else crontab_text(given)


STARTER = StarterKind(find=timed)
