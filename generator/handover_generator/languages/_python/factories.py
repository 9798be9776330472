"""Factories of factory_boy: which model one makes rows of, and the rows that it makes besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Api, Cls, Str

if TYPE_CHECKING:
    from handover_generator.languages._python.outside_models import OutsideModels

PACKAGE = "factory."
_MAKES_ANOTHER = ("SubFactory()", "RelatedFactory()", "RelatedFactoryList()")


def model_of_factory(frame: OutsideModels, info: ClassInfo) -> ClassInfo | None:
    """The class that stands as ``model`` in the ``Meta`` of a factory or of one that it is made from, itself or by its name; None where it is not
    known.
    """
    for cls in info.linear():
        for meta in cls.attributes.get("Meta", ()):
            held = meta.info.attributes.get("model", ()) if isinstance(meta, Cls) else ()
            if held:
                return next((_stated(frame, value) for value in held if isinstance(value, (Cls, Str, Api))), None)
    return None


def _stated(frame: OutsideModels, value: Cls | Str | Api) -> ClassInfo | None:
    if isinstance(value, Cls):
        return value.info
    return frame.model_named(value.text) if isinstance(value, Str) else frame.model_of(value)


def made_first(info: ClassInfo) -> Iterator[ClassInfo]:
    """The factories that a factory uses for what a row of it needs (``author = SubFactory(AuthorFactory)``), each once, those of them too."""
    seen = {info}
    waiting = [info]
    while waiting:
        current = waiting.pop()
        for cls in current.linear():
            for values in cls.attributes.values():
                for value in values:
                    if isinstance(value, Api) and value.path.startswith(PACKAGE) and value.path.endswith(_MAKES_ANOTHER) and value.kin is not None \
                            and value.kin.info not in seen:
                        seen.add(value.kin.info)
                        waiting.append(value.kin.info)
                        yield value.kin.info
