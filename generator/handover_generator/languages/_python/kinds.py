"""What kind of thing a state of the catalogue stands for, and which class of the repository bears a name."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from handover_generator.languages._python.announce import CLASS, RELATED, relations
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.values import Cls

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

_NO_MEMBER = "\0"


class Kinds:
    """Answers about classes, each worked out once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._adopted: dict[ClassInfo, frozenset[int]] = {}

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
        files = self.engine.tools.files
        found = {(kind, owner) for path in dict.fromkeys(self.engine.tools.announcers(RELATED + name))
                 for kind, back, owner in relations(files[path].text or "") if back == name}
        if len(found) != 1:
            return None
        kind, owner = next(iter(found))
        info = self.class_named(owner)
        return (info, kind.endswith("OneToOneField")) if info is not None else None
