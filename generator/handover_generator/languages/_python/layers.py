"""What was computed and changed by whom: the import of a module gives the same to everybody, and no program's run changes anything for another.

A layer is the run of one program, or the import of one component. What a layer changes in modules that are not its own is noted, so that it can
be taken back at its end, set aside while something else is imported, and done again for whoever imports that component later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from handover_generator.languages._python.fed_programs import FedPrograms
from handover_generator.languages._python.new_files import NewFiles
from handover_generator.languages._python.values import Func, Map, Seq, Value, Values, join
from handover_generator.model.tracing import Reads, Start
from handover_generator.model.written import Written
from handover_generator.records import field, record

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Result
    from handover_generator.languages._python.program import ClassInfo, FunctionInfo, ModuleInfo
    from handover_generator.model.behaviour import Routine

_ABSENT = object()


@record(slots=True, eq=False)
class Component:
    """Modules that import one another at top level (a strongly connected component of that graph), evaluated together.

    ``needs``: components that its import loaded, in order; ``changes``: what its import changed in modules of others; ``reads``: what it was
    read from; ``complete``: whether all that it needs is imported, too.
    """

    members: tuple[ModuleInfo, ...]
    state: Literal["new", "running", "done"] = "new"
    needs: dict[Component, None] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    reads: Reads = field(default_factory=Reads)
    complete: bool = False


@record(frozen=True, slots=True)
class Change:
    """One change of a dictionary (``put``), a list (``add``) or an attribute (``mark``). ``again``: made by an import, and done again here."""

    kind: Literal["put", "add", "mark"]
    target: Any
    key: Any
    old: Any
    new: Any
    again: bool = False

    def undo(self) -> None:
        """Take it back; the changes that came after it must have been taken back before."""
        if self.kind == "add":
            self.target.pop()
        elif self.kind == "mark":
            setattr(self.target, self.key, self.old)
        elif self.old is _ABSENT:
            del self.target[self.key]
        else:
            self.target[self.key] = self.old

    def redo(self, *, again: bool = False) -> Change:
        """Make the same change on top of what is there now. Returns the change that takes this one back."""
        again = again or self.again
        if self.kind == "add":
            self.target.append(self.new)
            return Change("add", self.target, None, None, self.new, again)
        if self.kind == "mark":
            before = getattr(self.target, self.key)
            setattr(self.target, self.key, self.new)
            return Change("mark", self.target, self.key, before, self.new, again)
        now = self.target.get(self.key, _ABSENT)
        new = self.new if now is self.old or now is _ABSENT or now == self.old else _merged(now, self.old, self.new)
        self.target[self.key] = new
        return Change("put", self.target, self.key, now, new, again)


class Key:
    """A function with its abstract arguments. Its parts are deep; they are hashed once."""

    __slots__ = ("_hash", "parts")

    def __init__(self, parts: tuple[object, ...]) -> None:
        self.parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._hash == other._hash and self.parts == other.parts


@record(slots=True, eq=False)
class Layer:
    """One program's run, or the import of ``component``: results by context, what was loaded, what was changed elsewhere.

    ``name`` tells its routines from those of other layers. ``words``: sub-commands the program is started with; empty where they are not known.
    ``argv``: its first arguments, as long as it has not changed that list. ``given``: the options it is started with, None where they are not
    known. ``main``: the module that a program starts with.
    """

    name: str
    component: Component | None = None
    words: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    given: frozenset[str] | None = None
    main: ModuleInfo | None = None
    loaded: dict[Component, None] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    results: dict[Key, Result] = field(default_factory=dict)
    running: dict[Key, str] = field(default_factory=dict)
    contexts: dict[object, int] = field(default_factory=dict)
    routines: dict[str, Routine] = field(default_factory=dict)
    instances: dict[ClassInfo, frozenset[int]] = field(default_factory=dict)      # see ``Kinds.instance_of``
    shared: dict[str, Values] = field(default_factory=dict)         # see ``contexts``
    queued: dict[str, Values] = field(default_factory=dict)         # see ``queued``
    unseen: set[ClassInfo] = field(default_factory=set)             # subclasses that nothing was seen to import, see ``promised``
    decorating: tuple[FunctionInfo, ...] = ()                       # functions that a decorator is just given
    written: Written = field(default_factory=Written)
    new_files: NewFiles = field(default_factory=NewFiles)           # that it has written anew
    new_in: dict[str, frozenset[str]] = field(default_factory=dict)                 # which of them each routine writes, with all that it calls
    fed: FedPrograms = field(default_factory=FedPrograms)
    starts: list[Start] = field(default_factory=list)               # what its file does by name
    handled: dict[Value, str] = field(default_factory=dict)         # functions that a parser was given for sub-commands, with their names
    handed: dict[Func, None] = field(default_factory=dict)          # functions of its file that something unknown was given
    receivers_loaded: bool = False
    depth: int = 0

    def owns(self, module: ModuleInfo | None) -> bool:
        """Whether a change in ``module`` is this layer's own business. None: what belongs to no module."""
        return module is not None and (module.main or (self.component is not None and module.component is self.component))

    def put(self, owner: ModuleInfo | None, target: dict[Any, Any], key: object, value: object) -> None:
        """``target[key] = value``."""
        if not self.owns(owner):
            old = target.get(key, _ABSENT)
            if old is value:
                return
            self.changes.append(Change("put", target, key, old, value))
        target[key] = value

    def add(self, owner: ModuleInfo | None, target: list[Any], value: object) -> None:
        """``target.append(value)``."""
        if not self.owns(owner):
            self.changes.append(Change("add", target, None, None, value))
        target.append(value)

    def mark(self, owner: ModuleInfo | None, target: object, name: str, value: object) -> None:
        """``target.name = value``."""
        if not self.owns(owner):
            self.changes.append(Change("mark", target, name, getattr(target, name), value))
        setattr(target, name, value)

    def suspend(self) -> None:
        """Take back what was changed elsewhere; ``resume`` does it again."""
        for change in reversed(self.changes):
            change.undo()

    def resume(self) -> None:
        """The end of ``suspend``."""
        self.changes = [change.redo() for change in self.changes]

    def load(self, component: Component) -> Iterator[Component]:
        """Do again what importing ``component`` and all that it needs has changed. Gives the components that were new here."""
        waiting: list[tuple[Component, Iterator[Component]]] = []
        if component not in self.loaded:
            self.loaded[component] = None
            waiting.append((component, iter(component.needs)))
        while waiting:
            current, needs = waiting[-1]
            need = next((one for one in needs if one not in self.loaded), None)
            if need is not None:
                self.loaded[need] = None
                waiting.append((need, iter(need.needs)))
                continue
            waiting.pop()
            self.changes += [change.redo(again=True) for change in current.changes]
            yield current

    def made(self) -> tuple[Change, ...]:
        """The changes elsewhere that are this layer's own work."""
        return tuple(change for change in self.changes if not change.again)


def _merged(now: Any, old: Any, new: Any) -> Any:
    """What two imports made of one value: a registry that both extended holds the entries of both."""
    if not isinstance(now, tuple):
        return new
    if len(now) == len(new) == 1 and isinstance(now[0], Map) and isinstance(new[0], Map):
        return (Map(tuple((dict(new[0].entries) | dict(now[0].entries)).items()), join(now[0].rest, new[0].rest),
                    keys=join(now[0].keys, new[0].keys)),)
    if len(now) == len(new) == 1 and isinstance(now[0], Seq) and isinstance(new[0], Seq):
        added = tuple(item for item in new[0].items if item not in now[0].items)
        return (Seq((*now[0].items, *added), now[0].exact and new[0].exact),)
    return join(now, new)


def components(start: ModuleInfo, imports: Callable[[ModuleInfo], Iterable[ModuleInfo]]) -> Iterator[tuple[ModuleInfo, ...]]:
    """Strongly connected components of what is reachable from ``start``, each after those it needs.

    Args:
        start: a module without a component.
        imports: gives the modules that a module imports at its top level.

    Source: Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion; components found earlier are not entered.
    """
    index: dict[ModuleInfo, int] = {}
    low: dict[ModuleInfo, int] = {}
    path: list[ModuleInfo] = []
    places: dict[ModuleInfo, int] = {}                  # of those on the path
    work: list[tuple[ModuleInfo, Iterator[ModuleInfo]]] = []

    def enter(module: ModuleInfo) -> None:
        index[module] = low[module] = len(index)
        places[module] = len(path)
        path.append(module)
        work.append((module, iter(imports(module))))

    enter(start)
    while work:
        module, rest = work[-1]
        for other in rest:
            if other.component is not None:
                continue
            if other not in index:
                enter(other)
                break
            if other in places:
                low[module] = min(low[module], index[other])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[module])
            if low[module] == index[module]:
                members = path[places[module]:]
                del path[places[module]:]
                for member in members:
                    del places[member]
                yield tuple(sorted(members, key=lambda one: one.path))
