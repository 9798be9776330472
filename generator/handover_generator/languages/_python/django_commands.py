"""Where a management command of Django starts."""

from __future__ import annotations

from handover_generator.languages._python.program import ClassInfo

_STARTS = ("handle", "handle_noargs", "handle_label", "handle_app_config", "handle_app", "handle_docopt", "execute", "run_from_argv")


def command_start(info: ClassInfo) -> str | None:
    """The method that runs first: the command's own ``handle``, or what the ``handle`` of a base from outside calls for each label,
    application or parsed command line (``LabelCommand``, ``AppCommand``, ``NoArgsCommand`` until Django 1.10, django-docopt-command).
    """
    return next((name for name in _STARTS if info.find(name) is not None), None)
