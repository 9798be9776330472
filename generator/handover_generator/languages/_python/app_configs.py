"""What an application of Django says of itself: ``apps.get_app_config("mails")`` gives the object of its class, which often holds clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.announce import HEIR
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Cls, Inst, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ClassInfo

CALLS = frozenset({"django.apps.apps.get_app_config", "django.apps.registry.apps.get_app_config"})
_BASE = "AppConfig"


def config_of(engine: Engine, label: str) -> Values:
    """The configuration of the application with that label; empty where the repository holds none, or several."""
    found: list[ClassInfo] = []
    for path in engine.tools.announcers(HEIR + _BASE):
        file = engine.tools.files.get(path)
        if file is None or label not in (file.text or "") or (module := engine.program.load(path)) is None:
            continue
        engine.ensure(module)
        found += [value.info for values in list(module.cell.names.values()) for value in values
                  if isinstance(value, Cls) and value.info.module is module and _label(value.info) == label]
    return (Inst(found[0]),) if len(found) == 1 else ()


def _label(info: ClassInfo) -> str | None:
    """``label``, else the last part of ``name``."""
    for member in ("label", "name"):
        stated = info.find(member)
        if stated is not None and (text := literal(stated[1])) is not None:
            return text.rpartition(".")[2]
    return None
