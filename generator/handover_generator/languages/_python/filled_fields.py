"""Classes whose annotated fields somebody else fills: what stands in the class is only what a field holds where nobody gave it anything."""

from __future__ import annotations

import ast

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.syntax import remembered
from handover_generator.languages._python.values import Api, Inst, Values
from handover_generator.regexes import regex

_FROM_ENVIRONMENT = regex(r"(?:\A|\.)(?:BaseSettings|TypedSettings|Tap)\Z")
"""Bases that fill the fields of each instance from the environment, a file or the command line, though nothing is given when it is made."""
_MODELS = regex(r"(?:pydantic|pydantic_settings|msgspec|sqlmodel|ninja|odmantic|beanie|betterproto|marshmallow_dataclass|simple_parsing|prefect)\b")
_FROM_DATA = frozenset({"model_validate", "model_validate_json", "model_validate_strings", "model_construct", "parse_obj", "parse_raw", "parse_file",
                        "from_orm", "construct", "from_dict", "from_json", "from_yaml", "from_toml", "from_msgpack", "parse_doc", "schema_validate",
                        "model_copy", "copy"})
"""Methods that such a class has of its base, and that give an instance of it."""
_OF_DATA = regex(r"(?:dataclasses_json|mashumaro|dataclass_wizard|desert|typedload|omegaconf)\b")
_DECORATORS = frozenset({"dataclass", "define", "frozen", "mutable", "attrs", "attributes", "dataclass_json", "config", "settings", "s"})

ANYTHING = ast.Name(id="object", ctx=ast.Load())
"""The annotation of a field that has none: ``name = attr.ib()``."""


def is_field(statement: ast.Assign) -> bool:
    """``name = attr.ib(default=False)``: a field though nothing annotates it."""
    made = statement.value.func if isinstance(statement.value, ast.Call) else None
    return len(statement.targets) == 1 and isinstance(made, (ast.Attribute, ast.Name)) and (
        made.attr if isinstance(made, ast.Attribute) else made.id) in ("ib", "attrib", "attr_ib")


def may_hold_other(info: ClassInfo, name: str, *, made_here: bool) -> bool:
    """Whether an instance may hold something else under the name of a field than what stands in the class. ``made_here``: what was given to it
    when it was made is known.
    """
    found = info.annotation(name)
    if found is None or _is_of_class(found[1]):
        return False
    bases = [base.path for base in info.external_bases()]
    if any(_FROM_ENVIRONMENT.search(path) for path in bases):
        return True
    return not made_here and (any(_MODELS.match(path) for path in bases) or any(_is_filled(cls.node) for cls in info.linear()))


def from_environment(info: ClassInfo, name: str) -> bool:
    """Whether a field of a class is filled from the environment where that names it."""
    found = info.annotation(name)
    return found is not None and not _is_of_class(found[1]) and any(base.path.rpartition(".")[2] == "BaseSettings" for base in info.external_bases())


def from_data(function: Api, name: str) -> Values | None:
    """``cls.model_validate(data)``: an instance of the class itself, as a method gives it that it has of a base from outside; None for any other."""
    owner = function.kin
    if name not in _FROM_DATA or owner is None:
        return None
    whole = function.path.rpartition(".")[0].removesuffix("()")
    if not (_MODELS.match(whole) or _OF_DATA.match(whole)) or all(base.path != whole for base in owner.info.external_bases()):
        return None
    return (Inst(owner.info),)


@remembered
def _is_of_class(annotation: ast.expr) -> bool:
    """``ClassVar[str]``, ``Final``: the same for all instances."""
    text = ast.unparse(annotation).strip("'\"")
    return text.rpartition(".")[2].startswith(("ClassVar", "Final")) or text.startswith(("ClassVar", "Final", "typing.ClassVar", "typing.Final"))


@remembered
def _is_filled(node: ast.ClassDef) -> bool:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else "") in _DECORATORS:
            return True
    return False
