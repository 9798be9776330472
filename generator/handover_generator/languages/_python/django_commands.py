"""Where a management command of Django starts."""

from __future__ import annotations

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import UNKNOWN, Options
from handover_generator.regexes import regex

_STARTS = ("handle", "handle_noargs", "handle_label", "handle_app_config", "handle_app", "handle_docopt", "execute", "run_from_argv")
_PLAIN = frozenset({"handle", "handle_noargs", "execute"})


def command_start(info: ClassInfo) -> str | None:
    """The method that runs first: the command's own ``handle``, or what the ``handle`` of a base from outside calls for each label,
    application or parsed command line (``LabelCommand``, ``AppCommand``, ``NoArgsCommand`` until Django 1.10, django-docopt-command).
    """
    return next((name for name in _STARTS if info.find(name) is not None), None)


STARTING = frozenset(_STARTS)


def started_with(start: str, options: Options) -> Arguments:
    """What Django gives that method: the options by keyword, and before them what a base from outside calls it for."""
    return Arguments([] if start in _PLAIN else [UNKNOWN], rest=UNKNOWN, keyword_rest=(options,))


_FROM_OUTSIDE = regex(r"(?:\A|\.)management\.commands\.(\w+)\.Command\b")


def command_of(path: str) -> str | None:
    """The name of the command that a class of an installed application is ("flush" for ``django.core.management.commands.flush.Command``)."""
    found = _FROM_OUTSIDE.search(path)
    return found.group(1) if found is not None else None
