"""What kind of thing a state of the catalogue stands for, and which class of the repository bears a name."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from handover_generator.languages._python.abstract_models import with_rows
from handover_generator.languages._python.announce import CLASS, RELATED, Relation, relations
from handover_generator.languages._python.program import ClassInfo, ModuleInfo
from handover_generator.languages._python.values import Api, Cell, Cls
from handover_generator.model.source import Module

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

_NO_MEMBER = "\0"
_MOST_RELATIONS = 24
"""Relations whose ways back are called alike, beyond which none is looked into."""
_OF_DJANGO = frozenset({"admin", "auth", "contenttypes", "flatpages", "redirects", "sessions", "sites"})
"""Applications that Django brings: a name that begins so is none of the repository's, unless a folder is called so."""


class Kinds:
    """Answers about classes, each worked out once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._adopted: dict[ClassInfo, frozenset[int]] = {}
        self._outside: dict[str, ClassInfo] = {}
        self._relations: dict[str, dict[str, list[Relation]]] = {}

    def precise(self, state: frozenset[int]) -> frozenset[int]:
        """The state without "anything below here is harmless", in which all of a package meets."""
        return state - self.engine.tools.api_step(state, _NO_MEMBER)

    def instance_of(self, info: ClassInfo) -> frozenset[int]:
        """States in which a value is still an instance of a class as its library knows it."""
        known = self.engine.layer.instances
        if info in self._adopted:
            return self._adopted[info]
        found = known.get(info)
        if found is None:
            step = self.engine.tools.api_step
            found = frozenset(one for base in info.external_bases() for one in self.precise(step(step(base.state, "@sub"), "@inst")))
            if info.cell is not None:                        # before that its bases are not all read
                known[info] = found
        return found

    def adopt(self, info: ClassInfo, state: frozenset[int]) -> None:
        """A class made from one that nobody modelled stands where the catalogue promises this state."""
        self.engine.layer.put(info.module, self._adopted, info, state)

    def adopted(self, info: ClassInfo) -> frozenset[int]:
        """The state that instances of a class were found to stand in, beyond what its bases tell; empty if none."""
        return self._adopted.get(info, frozenset())

    def class_named(self, name: str) -> ClassInfo | None:
        """The one class at the top of a module that bears a name, told from others by the application before the dot ("shop.Order")."""
        label, _, short = name.rpartition(".")
        paths = list(self.engine.tools.announcers(CLASS + short))
        if not paths and label and short.islower():          # Django does not look at the case ("shop.order")
            short = short.capitalize()
            paths = list(self.engine.tools.announcers(CLASS + short))
        if label and (len(paths) > 1 or label in _OF_DJANGO):
            paths = [path for path in paths if label in posixpath.dirname(path).split("/")]
        module = self.engine.program.load(paths[0]) if len(paths) == 1 else None
        if module is None:
            return None
        self.engine.ensure(module)
        return next((value.info for value in module.cell.names.get(short, ()) if isinstance(value, Cls)), None)

    def outside(self, name: str) -> ClassInfo:
        """The class that stands for the models of this name in other applications."""
        found = self._outside.get(name)
        if found is None:
            node = ast.ClassDef(name=name, bases=[], keywords=[], body=[], decorator_list=[], lineno=1, col_offset=0)
            module = ModuleInfo("", "", ast.Module([], []), Module(path="", language="python"), False, state="done")
            base = Api(self.engine.model_base, "django.db.models.Model")
            found = self._outside[name] = ClassInfo(name, node, module, external=[base], cell=Cell())
        return found

    def is_outside(self, info: ClassInfo) -> bool:
        """Whether a class only stands for a model of another application."""
        return self._outside.get(info.name) is info

    def _relations_in(self, path: str) -> dict[str, list[Relation]]:
        """The relations that a file states, by the names of their ways back."""
        text = self.engine.tools.files[path].text or ""      # asked for each time, as what is read from it depends on it
        if path not in self._relations:
            known = self._relations[path] = {}
            for one in relations(text):
                known.setdefault(one.back, []).append(one)
        return self._relations[path]

    def pointing_back(self, name: str) -> list[tuple[ClassInfo, Relation]]:
        """The classes with a relation that gives the rows that it points to a member of this name (``related_name``, else "order_set"), and those
        relations: each of a class and kind once where there is no other, else each member of each class.
        """
        found = [one for path in dict.fromkeys(self.engine.tools.announcers(RELATED + name)) for one in self._relations_in(path).get(name, ())]
        if len({(one.owner, one.kind) for one in found}) == 1:
            found = found[:1]
        if len(found) > _MOST_RELATIONS:
            return []
        return [(with_rows(self.engine, info), relation) for relation in dict.fromkeys(found)
                if (info := self.class_named(relation.owner)) is not None]

    def points_back(self, name: str) -> tuple[ClassInfo, Relation] | None:
        """The one of these; None where there is none, or several."""
        found = self.pointing_back(name)
        return found[0] if len(found) == 1 else None
