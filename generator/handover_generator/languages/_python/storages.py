"""Storages of Django: which class stands behind ``storages["reports"]`` and ``default_storage``, as far as the settings name one, and behind
``storages.create_storage({"BACKEND": "..."})`` and ``get_storage_class("...")``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.settings import SETTINGS
from handover_generator.languages._python.value_texts import texts_of
from handover_generator.languages._python.values import Api, Cls, Inst, Map, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.program import ClassInfo
    from handover_generator.languages._python.row_kinds import RowKinds

_PLACE = "django.core.files.storage."
DEFAULT = _PLACE + "default_storage"
TABLE = _PLACE + "storages"
_CLASS_OF_DEFAULT = frozenset({_PLACE + "DefaultStorage", _PLACE + "base.DefaultStorage"})
MAKERS = frozenset({_PLACE + "get_storage_class", TABLE + ".create_storage"}) | _CLASS_OF_DEFAULT
"""What is given the dotted name of a class of storages, and the class whose objects stand for the one that the settings name."""
_OF_OBJECTS = tuple(f"storages.backends.{name}" for name in ("s3", "gcloud", "gs", "azure", "apache_libcloud"))
_FOR_PAGES = "staticfiles"


def named_by_settings(key: Values) -> str | None:
    """The alias that a setting holds (``storages[settings.REPORTS]``)."""
    only = key[0] if len(key) == 1 else None
    return only.made_with.literal if isinstance(only, Api) and only.path.startswith(SETTINGS) and only.made_with is not None else None


def storage(frame: RowKinds, alias: str | None, node: ast.AST) -> Values:
    """The storages that an alias may mean (None: not known which); nothing where the settings name no class, or one that is not described."""
    named = frame.engine.settings.backends("STORAGES")
    if alias is not None:
        named = {alias: named[alias]} if alias in named else {}
    elif len(named) > 1:
        named.pop(_FOR_PAGES, None)
    if not named and alias in (None, "default") and (old := frame.engine.settings.text("DEFAULT_FILE_STORAGE")) is not None and old.literal:
        named = {"default": old.literal}
    made = join(*(frame.call_value(value, Arguments(), node) for value in _classes(frame, named.values(), node))) if named else ()
    return made if _are_described(made) else ()


def made_storage(frame: RowKinds, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """What a maker of storages gives for the name that it is given: the class, or a storage of it; None where that is not known."""
    if function.path in _CLASS_OF_DEFAULT:
        return storage(frame, "default", node) or (Api(frame.engine.state(*DEFAULT.split(".")), DEFAULT, items=("default_storage",)),)
    given = arguments.get(0, "params", "import_path") or ()
    tables = [value for value in given if isinstance(value, Map)]
    texts = texts_of(join(*(table.get("BACKEND") or () for table in tables)) if tables else given)
    names = [text.literal for text in texts if text.literal is not None]
    classes = _classes(frame, names, node) if names and len(names) == len(texts) else ()
    made = join(*(frame.call_value(value, Arguments(), node) for value in classes))
    if not made or not _are_described(made):
        return None
    return made if tables else classes


def lies_elsewhere(frame: RowKinds, receiver: Api, node: ast.AST) -> bool:
    """Whether the file of a row lies in a store of objects: as its field says, else as the settings say of all files."""
    name = next((hole.name for hole in receiver.made_with.holes), "") if receiver.made_with is not None else ""
    stated = _stated(receiver.model, name) if receiver.model is not None else None
    if stated is None:
        return _is_remote(storage(frame, "default", node))
    asked = stated.func if isinstance(stated, ast.Call) else stated
    if not isinstance(asked, ast.Name) or receiver.model is None or (owner := receiver.model.find(name)) is None:
        return False
    held = owner[0].module.cell.names.get(asked.id, ())
    return _is_remote(storage(frame, "default", node) if all(isinstance(one, Api) and one.path == DEFAULT for one in held) else held)


def _stated(model: ClassInfo, name: str) -> ast.expr | None:
    """The storage that a field is given where the model is written; None where it is given none."""
    for cls in model.linear():
        for statement in cls.node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call) and any(
                    isinstance(target, ast.Name) and target.id == name for target in statement.targets):
                return next((one.value for one in statement.value.keywords if one.arg == "storage"), None)
    return None


def _is_remote(storages: Values) -> bool:
    """Whether all of some storages, or of their classes, keep objects somewhere else."""
    paths = [[one.path] if isinstance(one, Api) else [base.path for base in one.info.external_bases()] if isinstance(one, (Cls, Inst)) else [""]
             for one in storages]
    return bool(paths) and all(any(path.startswith(_OF_OBJECTS) for path in some) for some in paths)


def _classes(frame: RowKinds, names: Iterable[str], node: ast.AST) -> Values:
    return tuple(value for name in dict.fromkeys(names) for value in frame.named(name, node) if isinstance(value, (Cls, Api)))


def _are_described(storages: Values) -> bool:
    return all((isinstance(value, Api) and value.state) or (isinstance(value, Inst) and value.info.external_bases()) for value in storages)
