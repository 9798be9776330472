"""Migrations of Django: ``migrate``, ``migrate shop``, ``migrate shop zero``, ``migrate shop 0007``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import shown
from handover_generator.model.behaviour import Action, Unknown
from handover_generator.model.text import MORE, Text

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_ONLY_TELLS = ("--plan", "--check", "--list")
_FAKE = ("--fake",)
"""Only notes what would have been done."""


def migrate(_: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """Towards the newest migration nothing is lost that the migrations do not say; a place before the first, or an older one, takes tables away."""
    if parsed.has(_ONLY_TELLS):
        told.act(circumstances, "database", Action.READ, "reads which migrations were applied", "django_migrations")
        return
    operands = [word for word in parsed.operands if word != MORE]
    app = _name(operands[0]) if operands else None
    database = parsed.value("--database")
    target = app or (shown(database.render()) if database is not None else None)
    to = operands[1] if len(operands) > 1 else None
    if to is None or parsed.has(_FAKE):
        told.act(circumstances, "database", Action.WRITE, f"migrates the schema {target}" if target else "migrates the schema", target)
    elif to.literal == "zero":
        told.act(circumstances, "database", Action.DELETE, f"takes back every migration of {app}, with its tables", target, destructive=True,
                 everything=True)
    else:
        where = _name(to) or "a migration known only when it runs"
        told.act(circumstances, "database", Action.WRITE, f"migrates {app or 'an application'} to {where}, which may take migrations back", target)
        told.events.append(Unknown(kind="dynamic-command", at=circumstances.at,
                                   detail=f"whether {where} lies behind what {app or 'the application'} has, which would drop tables or columns"))


def _name(word: Text) -> str | None:
    name = shown(word.render())
    return None if name in ("", "${?}", "${}") else name
