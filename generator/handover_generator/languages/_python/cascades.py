"""Rows that Django deletes together with those they point to; each of them sends the signals of its own model."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Api

_POINT = ("ForeignKey", "OneToOneField", "ParentalKey")
_GENERIC = "GenericRelation"
"""Rows of any model may point to others by kind and number; those that a model declares so are deleted with its own."""
_MOST_STEPS = 4
Related = Callable[[Api, ClassInfo, str], ClassInfo | None]


def goes_with(rows: ClassInfo, deleted: ClassInfo, related: Related) -> bool:
    """Whether rows of a model are deleted with those of another, over a few relations at most.

    Args:
        rows: whose signals somebody listens to.
        deleted: the model of which rows are deleted.
        related: gives the model that a field of a model leads to.
    """
    seen = {rows}
    level = [rows]
    for _ in range(_MOST_STEPS):
        above = dict.fromkeys(owner for model in level for owner in _owners(model, related))
        if any(owner in deleted.linear() or deleted in owner.linear() for owner in above):
            return True
        level = [owner for owner in above if owner not in seen]
        seen.update(level)
    return any(target in seen for target in _relations(deleted, (_GENERIC,), related))


def _owners(model: ClassInfo, related: Related) -> Iterator[ClassInfo]:
    """The models with whose rows those of this one go."""
    yield from _relations(model, _POINT, related)


def _relations(model: ClassInfo, kinds: tuple[str, ...], related: Related) -> Iterator[ClassInfo]:
    """The models that the fields of such kinds lead to, but for those that a deleted row leaves standing."""
    for cls in model.linear():
        for node in cls.node.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
            if not isinstance(target, ast.Name) or not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(node.value, ast.Call):
                continue
            kind = _last(node.value.func)
            if not kind.endswith(kinds) or (kind.startswith("Generic") and kind != _GENERIC) or not _cascades(node.value):
                continue
            for value in cls.attributes.get(target.id, ()):
                owner = related(value, model, kind) if isinstance(value, Api) else None
                if owner is not None:
                    yield owner


def _cascades(call: ast.Call) -> bool:
    """Django deletes what points to a deleted row, where nothing else is said; since Django 2 it must be said."""
    said = next((keyword.value for keyword in call.keywords if keyword.arg == "on_delete"), call.args[1] if len(call.args) > 1 else None)
    return said is None or _last(said) == "CASCADE"


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
