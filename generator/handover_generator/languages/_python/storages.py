"""Storages of Django: which class stands behind ``storages["reports"]`` and ``default_storage``, as far as the settings name one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.settings import SETTINGS
from handover_generator.languages._python.values import Api, Cls, Inst, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.members import Members

_PLACE = "django.core.files.storage."
DEFAULT = _PLACE + "default_storage"
TABLE = _PLACE + "storages"
_FOR_PAGES = "staticfiles"


def named_by_settings(key: Values) -> str | None:
    """The alias that a setting holds (``storages[settings.REPORTS]``)."""
    only = key[0] if len(key) == 1 else None
    return only.made_with.literal if isinstance(only, Api) and only.path.startswith(SETTINGS) and only.made_with is not None else None


def storage(frame: Members, alias: str | None, node: ast.AST) -> Values:
    """The storages that an alias may mean (None: not known which); nothing where the settings name no class, or one that is not described."""
    named = frame.engine.settings.backends("STORAGES")
    if alias is not None:
        named = {alias: named[alias]} if alias in named else {}
    elif len(named) > 1:
        named.pop(_FOR_PAGES, None)
    if not named and alias in (None, "default") and (old := frame.engine.settings.text("DEFAULT_FILE_STORAGE")) is not None and old.literal:
        named = {"default": old.literal}
    made = join(*(frame.call_value(value, Arguments(), node) for name in dict.fromkeys(named.values()) for value in frame.named(name, node)
                  if isinstance(value, (Cls, Api)))) if named else ()
    known = all((isinstance(value, Api) and value.state) or (isinstance(value, Inst) and value.info.external_bases()) for value in made)
    return made if known else ()
