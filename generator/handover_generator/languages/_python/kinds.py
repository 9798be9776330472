"""What kind of thing a state of the catalogue stands for, and which class of the repository bears a name."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Cls

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

_CLASS = re.compile(r"^class (\w+)\b", re.MULTILINE)
_RELATED = re.compile(r"\b(\w*(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey|GenericRelation))\((?:[^()]|\([^()]*\))*?"
                      r"\brelated_name\s*=\s*[\"'](\w+)[\"']")
_NO_MEMBER = "\0"


class Kinds:
    """Answers about classes, each worked out once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._instances: dict[int, frozenset[int]] = {}
        self._adopted: dict[int, frozenset[int]] = {}
        self._named: dict[str, list[str]] | None = None
        self._back: dict[str, set[tuple[str, str]]] = {}

    def precise(self, state: frozenset[int]) -> frozenset[int]:
        """The state without "anything below here is harmless", in which all of a package meets."""
        return state - self.engine.tools.api_step(state, _NO_MEMBER)

    def instance_of(self, info: ClassInfo) -> frozenset[int]:
        """States in which a value is still an instance of a class as its library knows it."""
        found = self._instances.get(id(info))
        if found is None:
            step = self.engine.tools.api_step
            found = frozenset(one for base in info.external_bases() for one in self.precise(step(step(base.state, "@sub"), "@inst")))
            if info.cell is not None:                        # before that its bases are not all read
                self._instances[id(info)] = found
        return found

    def adopt(self, info: ClassInfo, state: frozenset[int]) -> None:
        """A class made from one that nobody modelled stands where the catalogue promises this state."""
        self._instances[id(info)] = self._adopted[id(info)] = state

    def adopted(self, info: ClassInfo) -> frozenset[int]:
        """The state that instances of a class were found to stand in, beyond what its bases tell; empty if none."""
        return self._adopted.get(id(info), frozenset())

    def class_named(self, name: str) -> ClassInfo | None:
        """The one class at the top of a module that bears a name, told from others by the application before the dot ("shop.Order")."""
        label, _, short = name.rpartition(".")
        paths = self._index().get(short, [])
        if len(paths) > 1 and label:
            paths = [path for path in paths if label in posixpath.dirname(path).split("/")]
        module = self.engine.program.load(paths[0]) if len(paths) == 1 else None
        if module is None:
            return None
        self.engine.ensure(module)
        return next((value.info for value in module.cell.names.get(short, ()) if isinstance(value, Cls)), None)

    def points_back(self, name: str) -> tuple[ClassInfo, bool] | None:
        """The one class whose relation gives the rows that it points to a member of this name (``related_name``), and whether that member is one
        row rather than a query.
        """
        self._index()
        found = self._back.get(name, set())
        if len(found) != 1:
            return None
        kind, owner = next(iter(found))
        info = self.class_named(owner)
        return (info, kind.endswith("OneToOneField")) if info is not None else None

    def _index(self) -> dict[str, list[str]]:
        """Files by the classes at their top; on the way, the relations that name their way back."""
        if self._named is None:
            self._named = {}
            for path in sorted(self.engine.tools.files):
                text = self.engine.tools.files[path].text if path.endswith(".py") else None
                if text is None or is_test(path) or "/migrations/" in path:
                    continue
                classes = [(match.start(), match.group(1)) for match in _CLASS.finditer(text)]
                for _, name in classes:
                    self._named.setdefault(name, []).append(path)
                for match in _RELATED.finditer(text) if "related_name" in text else ():
                    owner = next((name for start, name in reversed(classes) if start < match.start()), None)
                    if owner is not None:
                        self._back.setdefault(match.group(2), set()).add((match.group(1), owner))
        return self._named


def is_test(path: str) -> bool:
    """Whether a file is a test of something, and none of what scripts reach."""
    return any(part in ("test", "tests", "testing") or part.startswith("test_") for part in path.split("/"))
