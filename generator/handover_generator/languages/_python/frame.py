"""The state of one routine while it is read: names, events, guards that stand, conditions."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal

from handover_generator.analysis.implied import essential
from handover_generator.languages._python.held_in_common import as_it_is_now
from handover_generator.languages._python.program import ClassInfo, FunctionInfo, ModuleInfo
from handover_generator.languages._python.values import UNKNOWN, Api, Cell, Const, Func, Inst, Map, Seq, Str, Value, Values, join
from handover_generator.model.behaviour import Act, Call, Event, Guard, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.text import Text, straight
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.given_answers import Before
    from handover_generator.model.rows import ApiRow

REPO = "\ue000/"
"""Stands for the top of the repository in paths computed from ``__file__``; never shown."""
_TOP = regex(re.escape(REPO) + "/*")
CODE_OF = "code of "
"""Begins the name of the hole that stands for the text of a Python file of the repository."""
NEXT, LEAVES = "next", "leaves"
"""How a statement ends: the next one follows, or none does."""


def without_top(path: str) -> str:
    """A path seen from the top of the repository, also where more than one slash stands behind that: ``f"{BASE}/certs"`` where BASE ends in one."""
    if REPO[0] not in path:
        return path
    return "." if path.rstrip("/") == REPO[0] else _TOP.sub("", path)


def rebound(module: ModuleInfo, name: str, found: Values) -> Values:
    """What a name is that functions rebind. Another one may have done so since: nothing is concluded from its first value alone. But a client that
    the one function makes which fills the name is what it is.
    """
    made = name in module.filled and any(isinstance(value, (Api, Inst)) for value in found) and not any(
        isinstance(value, (Str, Seq, Map)) or (isinstance(value, Const) and value.value is not None) for value in found)
    return found if made else join(found, UNKNOWN)


@record(slots=True)
class Arguments:
    """The actual arguments of a call. ``rest``: values of ``*args``; ``keyword_rest``: of ``**kwargs``. ``outside``: for a function that is started
    from outside, as what its other parameters are given (an option, an argument): then their defaults are only what they are mostly.
    """

    positional: list[Values] = field(default_factory=list)
    keywords: dict[str, Values] = field(default_factory=dict)
    rest: Values | None = None
    keyword_rest: Values | None = None
    outside: Literal["", "flag", "argument"] = ""

    def get(self, position: int, *names: str) -> Values | None:
        """By position, else by one of the keyword names."""
        if position < len(self.positional):
            return self.positional[position]
        return next((self.keywords[name] for name in names if name in self.keywords), None)

    def every(self) -> list[Values]:
        """All argument values."""
        return [*self.positional, *self.keywords.values()]


@record(slots=True)
class Result:
    """What reading a routine gave. ``gate``: guards that have been passed whenever it returns; ``exits``: it never returns."""

    routine: Routine
    returns: Values = ()
    gate: tuple[Guard, ...] = ()
    exits: bool = False


class Frame:
    """One routine being read. The mix-ins in the sibling modules give it eyes."""

    def __init__(self, engine: Engine, module: ModuleInfo, *, function: FunctionInfo | None = None, cell: Cell,
                 owner: Value | None = None, defining: ClassInfo | None = None) -> None:
        self.engine = engine
        self.tools = engine.tools
        self.module = module
        self.function = function
        self.cell = cell
        self.owner = owner
        self.defining = defining
        self.events: dict[Event, None] = {}
        self.guards: list[Guard] = []
        self.conditions: list[str] = []
        self.passed: list[str] = []                # switches without which the block has been left: what follows depends on them
        self.returns: list[Values] = []
        self.asked: list[Guard] = []               # questions whose answers an ``if`` asks for
        self.asked_before: list[Before] = []       # what stands before each of ``returns``
        self.yields: list[Values] = []
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.gates: list[Guard] = []               # guards that end the program when they fail
        self.body_of: ClassInfo | None = None      # set while a class body is read
        self.set_members: dict[int, Values] = {}   # constants given to members of variables, see ``known_members``
        self.silenced: set[tuple[str, FunctionInfo]] = set()         # handlers that were taken off their signal
        self.leaving: dict[Inst, tuple[list[str], ast.AST]] = {}      # what is made here and has something to do when it goes away
        self.wrote: list[tuple[str | None, ast.AST]] = []        # what it has written anew, each with the call
        self.asked_for: tuple[Text, ...] = ()      # the query that was run last, of which rows may be taken, see ``by_query``
        self.exited = False
        self.scheduling = False                    # what is put together now is sent by the clock of a worker, not by what is read
        self.in_loop = 0
        self.rounds: list[tuple[list[dict[str, Values]], list[dict[str, Values]]]] = []      # of loops: names at a break, at a continue
        self.sites: dict[tuple[int, ...], bool] = {}      # calls in the text, and whether each was understood whenever it was read
        self.missed = 0                            # how often something was not understood

    def at(self, node: ast.AST) -> Location:
        """Place of a node."""
        return Location(self.module.path, getattr(node, "lineno", 0))

    @property
    def condition(self) -> str | None:
        """The innermost two conditions, in words."""
        told = [condition for condition in (*self.passed, *self.conditions) if condition]
        return " and ".join(dict.fromkeys((told if len(told) < 2 else essential(told))[-2:])) or None

    @property
    def place(self) -> str:
        """The file and the function that are read."""
        return f"{self.module.path}:{self.function.node.lineno if self.function is not None else ''}"

    def emit(self, *events: Event) -> None:
        """Record events, each once. Acts and calls get the guards and the condition that hold here."""
        for event in events:
            if isinstance(event, (Act, Call)) and self.guards and not event.guards:
                event = _with_guards(event, tuple(self.guards))
            elif event.__class__ is Unknown:
                self.missed += 1
            self.events.setdefault(event)

    def count(self, node: ast.AST, missed_before: int) -> None:
        """A call was read: it is understood if nothing was missed since, and whenever it was read before."""
        site = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0), getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0))
        self.sites[site] = self.sites.get(site, True) and self.missed == missed_before

    def unknown(self, kind: str, node: ast.AST, detail: str) -> None:
        """Record something that could not be read."""
        self.emit(Unknown(kind=kind, at=self.at(node), detail=detail[:200]))

    def guard(self, guard: Guard) -> None:
        """A guard stands from here to the end of the block."""
        self.emit(guard)
        if guard not in self.guards:
            self.guards.append(guard)

    def lookup(self, name: str) -> Values | None:
        """Values of a name in this scope, the enclosing ones and the module."""
        found = self.cell.find(name)
        if found is not None and name in self.module.taken:
            found = as_it_is_now(self.module, name, found)
        return found if found is None or name not in self.module.shared else rebound(self.module, name, found)

    def bind(self, name: str, values: Values) -> None:
        """Give a name a value here."""
        if name in self.globals:
            names = self.module.cell.names
            self.engine.layer.put(self.module, names, name, join(names.get(name, ()), values))
        elif name in self.nonlocals and self.cell.outer is not None and (holder := self.cell.outer.holder(name)) is not None:
            self.engine.layer.put(self.module, holder.names, name, join(holder.names[name], values))
        else:
            self.cell.names[name] = values

    # Supplied by the mix-ins; declared here because they use one another -----------------------------------------------------

    def eval(self, node: ast.expr) -> Values:
        """Values of an expression."""
        raise NotImplementedError

    def block(self, statements: list[ast.stmt]) -> str:
        """Read statements in order."""
        raise NotImplementedError

    def assign(self, target: ast.expr, values: Values) -> None:
        """Bind a target to values."""
        raise NotImplementedError

    def call_value(self, function: Value, arguments: Arguments, node: ast.AST, *, spawn: bool = False) -> Values:
        """Call one abstract value."""
        raise NotImplementedError

    def call_function(self, function: Func, arguments: Arguments, node: ast.AST) -> Values:
        """Call a function of the repository."""
        raise NotImplementedError

    def member(self, values: Values, name: str, node: ast.AST) -> Values:
        """``values.name``."""
        raise NotImplementedError

    def iterate(self, values: Values, node: ast.AST) -> Values:
        """What a loop variable takes."""
        raise NotImplementedError

    def store_member(self, targets: Values, name: str, values: Values, node: ast.AST | None = None) -> None:
        """``targets.name = values``."""
        raise NotImplementedError

    def store_any(self, targets: Values, wanted: Text, node: ast.AST | None = None) -> None:
        """``setattr(target, name, value)`` for a name that is computed."""
        raise NotImplementedError

    def bound(self, name: str, values: Values, owner: Value, *, self_node: ast.AST | None) -> Values:
        """What a class holds under a name, as ``owner`` sees it."""
        raise NotImplementedError

    def after_write(self, row: ApiRow, receiver: Api, arguments: Arguments, node: ast.AST) -> None:
        """A row of a model was written."""
        raise NotImplementedError

    def import_module(self, name: str, node: ast.AST) -> Values:
        """Import by dotted name."""
        raise NotImplementedError

    def loaded_module(self, name: str, node: ast.AST) -> Values:
        """``sys.modules[name]``."""
        raise NotImplementedError

    def lies_elsewhere(self, receiver: Api, node: ast.AST) -> bool:
        """Whether the file of a row lies in a store of objects."""
        raise NotImplementedError

    def plain(self, text: Text) -> Text:
        """The text without the mark for the top of the repository."""
        return Text.of(*(without_top(part) if isinstance(part, str) else part for part in text.parts))

    def shown(self, text: Text | None) -> str | None:
        """A target as people should read it."""
        if text is None:
            return None
        rendered = straight(without_top(text.render()))
        rendered = _OF_THE_CODE.sub("${?}", rendered)
        rendered = re.sub(r"(\$\{\?\})+", "${?}", rendered).strip()
        return rendered[:200] if rendered and rendered != "${?}" else None


_OF_THE_CODE = regex(r"\$\{(?:__\w+__|[A-Z]\w*(?:Field|Column))\}")
"""Names that only the code knows: what Python keeps on a class, kinds of fields that were never filled in."""


def _with_guards(event: Act | Call, guards: tuple[Guard, ...]) -> Act | Call:
    return replace(event, guards=guards)
