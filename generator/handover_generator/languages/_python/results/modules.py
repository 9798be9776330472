"""Where modules are found: the search path, files of functions and classes, modules of a package, configurations of applications."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python import app_configs
from handover_generator.languages._python.frame import REPO, Arguments
from handover_generator.languages._python.value_texts import literal, text_of
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Func, Mod, Seq, Str, Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.results import Result


def _added_root(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    for text in [text_of(v) for v in arguments.positional[-1:]]:
        frame.engine.add_root(frame.module, text)
    return NONE


def _file(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """The file of the repository that a function, class or module stands in, or the frame that is running (``inspect.currentframe()``)."""
    for value in arguments.get(0) or ():
        if isinstance(value, Api) and value.path == "inspect.currentframe()":
            return (Str(Text.of(REPO + frame.module.path)),)
        if isinstance(value, (Func, Cls)):
            return (Str(Text.of(REPO + value.info.module.path)),)
        if isinstance(value, Mod):
            return (Str(Text.of(REPO + value.info.path)),) if value.info.path is not None else None
    return None


def _modules(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    member = Text.of(text_of(arguments.get(1, "prefix") or (Str(Text()),)), Hole("unknown", "module"))
    return (Seq(((Seq((UNKNOWN, (Str(member),), UNKNOWN)),),), exact=False),)


def _configuration(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    label = literal(arguments.get(0, "app_label") or ())
    return (app_configs.config_of(frame.engine, label) or None) if label is not None else None


def _model_name(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """The name of a model that a setting may replace, where none does."""
    if len(arguments.positional) < 2:
        return None
    return (Str(Text.of(text_of(arguments.positional[0]), ".", text_of(arguments.positional[1]))),)


RESULTS: dict[str, Result] = {
    **dict.fromkeys(("sys.path.insert", "sys.path.append"), _added_root),
    **dict.fromkeys(("inspect.getfile", "inspect.getsourcefile", "inspect.getabsfile"), _file),
    **dict.fromkeys(("pkgutil.iter_modules", "pkgutil.walk_packages"), _modules),
    **dict.fromkeys(app_configs.CALLS, _configuration),
    "swapper.get_model_name": _model_name,
}
