"""Files of an operating system and of tools for many machines in which a line by itself gives an order: logrotate, monit, udev, xinetd, incron,
NRPE, Puppet, ``rc.local``, ``inittab``, direnv, procmail and other files that hand mail to a program.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.blocks import resource_of_cron
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_ORDERS: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (regex(r"(?:\A|/)(?:monit\.d/[^/]+|monitrc)\Z|\.monit\Z"), regex(r"\b(?:start|stop|restart) program\b|\bexec\b"), "monit"),
    (regex(r"\.rules\Z"), regex(r"\b(?:RUN|PROGRAM)(?:\{\w+\})?\s*\+?="), "udev"),
    (regex(r"(?:\A|/)xinetd\.d/[^/]+\Z"), regex(r"\A\s*server(?:_args)?\s*="), "xinetd"),
    (regex(r"(?:\A|/)incron(?:\.d|tab)?/[^/]+\Z|\.incrontab\Z"), regex(r"\A\s*/\S+\s+IN_\w+"), "incron"),
    (regex(r"(?:\A|/)(?:nrpe\.(?:cfg|d/[^/]+)|nrpe_local\.cfg)\Z"), regex(r"\A\s*command\["), "nrpe"),
    (regex(r"\.pp\Z"), regex(r"\bcommand\s*=>|\A\s*exec\b"), "puppet"),
    (regex(r"(?:\A|/)inittab\Z"), regex(r"\A[^#:\s]+:\w*:(?!off:)\w+:"), "at the start of the machine"),
    (regex(r"(?:\A|/)rc\.local\Z"), regex(r"\A\s*[^\s#]"), "at the start of the machine"),
    (regex(r"(?:\A|/)[._]?procmailrc(?:\.[\w.]+)?\Z"), regex(r"\A\s*(?:\w+\s*=\s*)?\|"), "procmail"),
    (regex(r"(?:\A|/)(?:\.forward|(?:etc|mail|postfix)/aliases)(?:\.[\w.]+)?\Z"), regex(r"[\"']?\|\s*[\"']?[\w~/$.]"), "on a mail"),
    (regex(r"(?:\A|/)\.envrc\Z"), regex(r"\A\s*[^\s#]"), "on entering the folder"),
)
_ROTATED = regex(r"(?:\A|/)logrotate(?:\.d/[^/]+|\.conf)\Z|\.logrotate\Z")
_BLOCK = regex(r"\s*(?:(?:pre|post)rotate|firstaction|lastaction|preremove)\s*\Z")


def gives_orders(path: str) -> bool:
    """Whether a path is that of such a file."""
    return _ROTATED.search(path) is not None or any(places.search(path) for places, _, _ in _ORDERS)


def read_orders(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """Only lines that give an order: a path that such a file watches or owns starts nothing."""
    rotated = _ROTATED.search(path) is not None
    order, told = next(((order, told) for places, order, told in _ORDERS if places.search(path)), (None, ""))

    def context(number: int) -> Context | None:
        if rotated:
            return Context("config", detail="logrotate") if _in_a_block(lines, number) else None
        if order is None or not order.search(lines.row(number)):
            return None
        return (resource_of_cron(lines, number) if told == "puppet" else None) or Context("config", detail=told)

    return context


def _in_a_block(lines: Lines, number: int) -> bool:
    for at in range(number - 1, 0, -1):
        row = lines.row(at)
        if row.strip() in ("endscript", "}"):
            return False
        if _BLOCK.match(row):
            return True
    return False


STARTER = StarterKind(fits=lambda path, text: gives_orders(path), read=read_orders, order=40)
