"""Modules that every application of a project is asked for: ``autodiscover_modules("exports")`` imports those of that name for what they register.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import NONE, Api, Mod, Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Arguments, Frame

_ASKS = "django.utils.module_loading.autodiscover_modules"
_MOST = 60
"""Modules that are imported so: one in each application."""


def discover(frame: Frame, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """The call, if it imports the modules of a name in all applications; None otherwise."""
    if function.path != _ASKS:
        return None
    engine = frame.engine
    for values in arguments.positional:
        name = literal(values)
        found = engine.loaders.meant(Text.of(Hole("unknown", "application"), f".{name}"), frame.module) if name else []
        if name is None or len(found) > _MOST:
            frame.unknown("dynamic-code", node, f"{_ASKS} imports modules whose names are computed")
            continue
        for dotted in found:
            for value in frame.import_module(dotted, node):
                if isinstance(value, Mod) and (not engine.importing or value.info.component is engine.layer.component):
                    engine.ensure(value.info)
    return NONE
