"""Abstract values: what an expression may be, as far as reading can know. Sets are small tuples, at most ``LIMIT`` members.

The shapes follow the access paths of CodeQL's API graphs for things outside the repository (``Api``) and allocation sites for things made
inside it (``Inst``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from handover_generator.model.behaviour import Event, Guard
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import field, record, replace, settle

if TYPE_CHECKING:
    from handover_generator.languages._python.program import ClassInfo, FunctionInfo, ModuleInfo

LIMIT = 8
"""Members of a value set; beyond it the set says "unknown" as well."""
MOST_CALLABLES = 64
"""Members of a set of functions and classes only."""
MOST_ROWS = 24
"""Rows of a table of things to call that are gone through one by one."""
MOST_INSIDE = 200
"""Values inside one container, however deep."""
EACH = "*"
"""Among the items of something outside: any member of what a loop goes through."""
BEHIND = ":"
"""Ends an item of the words of the command line that stands for those behind so many of them: ``sys.argv[1:]``."""
_SIZE = 1
"""How many values a container is made of, itself included."""


@record(frozen=True, slots=True)
class Api:
    """Something outside the repository, by access path.

    ``state`` is the catalogue automaton's; ``path`` the readable form. ``made_with`` is the text its maker was called with (a URL, a file
    name); ``items`` the literal members and keys since then (``db["main"].users``). ``model`` is the repository class an ORM path came
    from; ``filtered`` whether something narrowed it; ``site`` tells command line applications apart by where they were made. ``kin`` is the
    instance of a repository class that it came from: where it still is one, that class's own methods are found on it. ``relation``: the member
    of a model through which its rows were reached ("Order.topics").
    """

    state: frozenset[int]
    path: str
    made_with: Text | None = None
    items: tuple[str, ...] = ()
    model: ClassInfo | None = None
    filtered: bool = False
    service: str | None = None
    site: str = ""
    kin: Inst | None = None
    relation: str = ""

    def __hash__(self) -> int:
        return hash(self.path)             # tells nearly all apart; the other fields would be hashed each time a set of values is made

    def step(self, state: frozenset[int], sign: str, item: str, made_with: Text | None) -> Api:
        """What lies one step further: ``sign`` is added to the path, ``item`` to the items."""
        return Api(state, self.path + sign, made_with, (*self.items, item), self.model, self.filtered, self.service, self.site, self.kin,
                   self.relation)


@record(frozen=True, slots=True)
class Str:
    """A string, known in part. ``asked`` is set when it came from a question to a person."""

    text: Text


@record(frozen=True, slots=True)
class Const:
    """A constant that is not a string: numbers, booleans, None, Ellipsis (bytes are read as ``Str``)."""

    value: object


@record(frozen=True, slots=True)
class Answer:
    """What a person answered, or what follows from it: branching on it is a confirmation. ``of_text``: asked for a text, not for yes or no."""

    guard: Guard
    of_text: bool = False


@record(frozen=True, slots=True)
class Func:
    """A function of the repository, perhaps bound to ``owner`` and closed over ``closure``. ``wraps``: the method in whose place a decorator
    put it, so that it is bound as that one is. ``origin``: the function that decorators made it of.
    """

    info: FunctionInfo
    owner: Value | None = None
    closure: Cell | None = None
    wraps: FunctionInfo | None = None
    size: int = _SIZE
    origin: FunctionInfo | None = None

    def __post_init__(self) -> None:
        if self.owner is not None:
            _sized(self, (self.owner,))


@record(frozen=True, slots=True)
class Cls:
    """A class of the repository."""

    info: ClassInfo


@record(frozen=True, slots=True)
class Inst:
    """An instance, told apart by where it was made; ``site`` '' is any instance of the class. ``model`` and ``filtered`` are those of the query
    that a manager or query set stands for. ``known``: members that were set right before, and to what. ``stored``: a row that was there before,
    as a query gave it; ``fresh``: one that is being made, which has no key before it is saved.
    """

    info: ClassInfo
    site: str = ""
    model: ClassInfo | None = None
    filtered: bool = False
    known: tuple[tuple[str, Values], ...] = ()
    stored: bool = False
    fresh: bool = False


@record(frozen=True, slots=True)
class Mod:
    """A module of the repository."""

    info: ModuleInfo


@record(frozen=True, slots=True)
class Super:
    """``super()`` inside a method of ``info`` called on ``owner``."""

    info: ClassInfo
    owner: Value


@record(frozen=True, slots=True)
class Seq:
    """A list, tuple or set. ``exact``: ``items`` are all its members in order; otherwise a sample of what may be in it, of which the first
    ``opening`` stand in their places.
    """

    items: tuple[Values, ...]
    exact: bool = True
    size: int = _SIZE
    opening: int = 0

    def __post_init__(self) -> None:
        _sized(self, *self.items)


@record(frozen=True, slots=True)
class Map:
    """A dictionary: constant keys to values; ``rest`` is what may stand under other keys, ``keys`` what those are as far as that is known."""

    entries: tuple[tuple[str, Values], ...] = ()
    rest: Values = ()
    size: int = _SIZE
    keys: Values = ()

    def __post_init__(self) -> None:
        _sized(self, self.rest, self.keys, *(values for _, values in self.entries))

    def get(self, key: str) -> Values | None:
        """Values under a constant key, or None."""
        for name, values in self.entries:
            if name == key:
                return values
        return None


@record(frozen=True, slots=True)
class Partial:
    """``functools.partial`` of a callable."""

    target: Value
    positional: tuple[Values, ...] = ()
    keywords: tuple[tuple[str, Values], ...] = ()
    size: int = _SIZE

    def __post_init__(self) -> None:
        _sized(self, *self.positional, *(values for _, values in self.keywords))


@record(frozen=True, slots=True)
class Options:
    """Parsed command line options: each member is a flag. ``handlers``: functions that the parser puts under a member;
    ``defaults``: literal defaults by member; ``chosen``: what is known to stand under a member; ``switches``: the same for what is on or off;
    ``made``: what the type of an option makes of its text; ``as_dict``: whether they are a dictionary (``vars(options)``), and not an object.
    """

    handlers: tuple[tuple[str, Value], ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    switches: tuple[tuple[str, bool], ...] = ()
    made: tuple[tuple[str, Values], ...] = ()
    as_dict: bool = False

    def with_member(self, name: str, values: Values) -> Options:
        """The same after ``options.name = values``: clients, files and functions are kept there; what is a text is still what the option says."""
        kept = tuple((name, value) for value in values if isinstance(value, (Api, Inst, Func, Cls, Mod, Partial)))
        return replace(self, handlers=(*(one for one in self.handlers if one[0] != name), *kept)) if kept else self

    def default(self, name: str) -> str | None:
        """The literal default of the option whose member is ``name``."""
        return dict(self.defaults).get(name)

    def item(self, name: str) -> Values:
        """The option whose member, or name, is ``name``: what it is known to be, else what only a run can fill."""
        dest = name.lstrip("-").replace("-", "_")
        if (made := dict(self.made).get(dest)) is not None:
            return made
        known = dict(self.switches).get(dest)
        return (Str(Text((Hole("flag", "--" + dest.replace("_", "-"), self.default(dest)),))),) if known is None else (Const(known),)

    def gone_through(self, method: str) -> Values:
        """What a method of a dictionary gives that goes through all of it. Any of them is what it is called by whoever takes it by name."""
        one: Values = (self,)
        each = {"values": one, "items": (Seq((UNKNOWN, one)),)}.get(method, UNKNOWN)
        return (Seq((each,), exact=False),)


@record(frozen=True, slots=True)
class Switch:
    """``names``: what each of its names makes of it; ``default``: what it is where none is given."""

    names: tuple[tuple[str, bool], ...]
    default: bool

    def among(self, given: frozenset[str]) -> bool:
        """What it is in a program started with the options ``given``. Parsers take a beginning of a long name for the name."""
        stands = [value for name, value in self.names if any(
            one == name or (len(one) > 3 and one.startswith("--") and name.startswith(one)) for one in given)]
        return stands[-1] if stands else self.default

    def joined(self, earlier: Switch | None) -> Switch:
        """Two options that fill one member: the first that is declared says what it is without any."""
        return self if earlier is None else replace(earlier, names=earlier.names + self.names)


@record(frozen=True, slots=True)
class Flag:
    """A declared command line option: what a parameter or member called ``dest`` will hold."""

    dest: str
    hole: Hole
    switch: Switch | None = None
    asks: Guard | None = None                                     # a question to a person, where it is not given
    opened: tuple[Event, ...] = ()                                # what opening the file that it names does
    made: Values = ()                                             # what its type makes of the text, where that is no text any more


@record(frozen=True, slots=True)
class Registrar:
    """A decorator that makes a function a sub-command of ``group``."""

    group: FunctionInfo


@record(frozen=True, slots=True)
class Receiver:
    """A decorator that makes a function a handler of signals."""

    signals: tuple[str, ...]
    senders: tuple[ClassInfo | str | None, ...]


@record(frozen=True, slots=True)
class Builtin:
    """A pure function or type of the language itself, such as ``len`` or a method of a known string."""

    name: str
    owner: Value | None = None
    size: int = _SIZE

    def __post_init__(self) -> None:
        if self.owner is not None:
            _sized(self, (self.owner,))


@record(frozen=True, slots=True)
class UnknownValue:
    """Not known; ``why`` is the name of the parameter or variable it came in by, or words for people."""

    why: str = ""


@record(slots=True, eq=False)
class Cell:
    """The names a nested function sees, shared by identity."""

    names: dict[str, Values] = field(default_factory=dict)
    outer: Cell | None = None

    def find(self, name: str) -> Values | None:
        """Values of a name here or further out."""
        cell: Cell | None = self
        while cell is not None:
            if name in cell.names:
                return cell.names[name]
            cell = cell.outer
        return None

    def holder(self, name: str) -> Cell | None:
        """The cell here or further out that has a name."""
        cell: Cell | None = self
        while cell is not None:
            if name in cell.names:
                return cell
            cell = cell.outer
        return None


Value: TypeAlias = (
    Api | Str | Const | Answer | Func | Cls | Inst | Mod | Super | Seq | Map | Partial | Options | Flag | Registrar | Receiver | Builtin
    | UnknownValue
)
Values: TypeAlias = tuple[Value, ...]

UNKNOWN: Values = (UnknownValue(),)
NONE: Values = (Const(None),)
PART = Builtin("a slice")
"""What ``slice(a, b)`` gives: who is asked for it gives a part of itself, not one of its members."""


_FEW, _FEW_OTHERS = 4, 2
_EACH_ITS_OWN = (Func, Cls, Mod, UnknownValue)
_CALLED = (Func, Cls, Partial, Inst)
TOO_MANY = UnknownValue("too many possibilities")
"""Stands in a set for those that were cut."""


def join(*sets: Values) -> Values:
    """Union in order of first appearance, cut at ``LIMIT`` with ``TOO_MANY`` added; of literal strings at ``MOST_WORDS``, and of things that
    can be called, that stand for the rows of a model or that are short tuples of words at ``MOST_CALLABLES``: a table of commands is long, and each
    of them does something else.
    """
    first = sets[0] if sets else ()
    for other in sets:
        if other is not first and other != first:
            break
    else:
        return first
    found: list[Value] = []
    for values in sets:
        for value in values:
            if value not in found:         # few are compared: cheaper than hashing all that a container holds
                found.append(value)
    merged = tuple(found)
    if len(merged) <= LIMIT:
        return merged
    if len(merged) <= MOST_CALLABLES and sum(map(_is_word, merged)) <= MOST_WORDS and all(
            isinstance(value, _EACH_ITS_OWN) or value == NONE[0] or _of_model(value) or _is_word(value) for value in merged):
        return merged
    made = [value.info for value in merged if isinstance(value, Inst)]
    if len(merged) <= MOST_CALLABLES and len(set(made)) == sum(not isinstance(value, UnknownValue) and value != NONE[0] for value in merged):
        return merged                                         # one object of each of many classes: a table of commands, too
    if len(merged) <= MOST_CALLABLES and sum(not (isinstance(value, UnknownValue) or _is_of_words(value)) for value in merged) <= _FEW_OTHERS:
        return merged                                         # the parts of as many dotted names, the lines of a table
    if len(together := _together(merged)) < len(merged):
        return together if len(together) <= LIMIT else (*together[: LIMIT - 1], TOO_MANY)
    words = all(value == TOO_MANY or _is_said(value) for value in merged)
    if len(merged) <= MOST_WORDS and (words or (all(map(_is_line, merged)) and sum(not _is_said(value) for value in merged) <= LIMIT)):
        return merged
    return (*merged[: (MOST_WORDS if words else LIMIT) - 1], TOO_MANY)


def _is_said(value: Value) -> bool:
    """Whether a value is a literal text, or a list of such: a name, the words of a command, a row of a table."""
    return _is_word(value) or (isinstance(value, Seq) and value.exact and all(
        len(held) == 1 and (isinstance(held[0], Const) or _is_word(held[0])) for held in value.items))


def _is_line(value: Value) -> bool:
    """Whether a value is a text, parts of which may be unknown, or a row of a table that is written out, each part such a text or a constant."""
    return isinstance(value, Str) or (isinstance(value, Seq) and value.exact and all(
        len(held) == 1 and isinstance(held[0], (Const, Str)) for held in value.items))


def _together(values: Values) -> Values:
    """The same with all lists of one length as one list, and all dictionaries as one, where these hold something that can be called: each row of
    a table of commands (``(name, function)``, ``{"run": function}``) does something else. What stood together in a row no longer does.
    """
    rows: dict[object, list[Seq | Map]] = {}
    for value in values:
        if isinstance(value, Map) or (isinstance(value, Seq) and value.exact and value.items):
            rows.setdefault(len(value.items) if isinstance(value, Seq) else Map, []).append(value)
    joined: dict[int, Value | None] = {}
    for kept in rows.values():
        if len(kept) > 1 and any(map(_holds_functions, kept)) and (one := _as_one(kept)) is not None:
            joined |= {id(value): None for value in kept} | {id(kept[0]): one}
    found = (joined.get(id(value), value) for value in values)
    return tuple(value for value in found if value is not None)


def acts(value: Value) -> bool:
    """Whether a value can be called, or is a list or dictionary that holds such a one."""
    if isinstance(value, Seq):
        return any(isinstance(one, _CALLED) for held in value.items for one in held)
    if isinstance(value, Map):
        return any(isinstance(one, _CALLED) for _, held in value.entries for one in held)
    return isinstance(value, _CALLED)


def _holds_functions(value: Seq | Map) -> bool:
    inside = value.items if isinstance(value, Seq) else tuple(held for _, held in value.entries)
    return any(isinstance(one, (Func, Cls, Partial)) for held in inside for one in held)


def _as_one(rows: Sequence[Seq | Map]) -> Seq | Map | None:
    """One list or dictionary for several of the same shape; None if that is too big to keep."""
    lists = [row for row in rows if isinstance(row, Seq)]
    maps = [row for row in rows if isinstance(row, Map)]
    one = Seq(tuple(join(*held) for held in zip(*(row.items for row in lists), strict=True))) if lists else Map(
        tuple(either(maps).items()), join(*(row.rest for row in maps)), keys=join(*(row.keys for row in maps)))
    return None if too_big(one) else one


def _is_word(value: Value) -> bool:
    """Whether a value is a literal text."""
    return isinstance(value, Str) and value.text.literal is not None


def _is_of_words(value: Value) -> bool:
    """Whether a value is a method of a known word, or a short tuple of such words and of things that can be called."""
    if isinstance(value, Builtin):
        return value.owner is not None and _is_word(value.owner)
    return isinstance(value, Seq) and value.exact and len(value.items) <= _FEW and all(
        len(item) == 1 and (isinstance(item[0], (Func, Cls)) or _is_word(item[0])) for item in value.items)


def _of_model(value: Value) -> bool:
    return isinstance(value, (Api, Inst)) and value.model is not None


def rows_of(values: Values) -> tuple[Values, ...]:
    """The rows of a table of things to call (``[(name, function), ...]``), where it is that and no longer than is gone through one by one. What
    stands in one row belongs together.
    """
    table = values[0] if len(values) == 1 else None
    if not isinstance(table, Seq) or not table.exact or not 1 < len(table.items) <= MOST_ROWS:
        return ()
    rows = all(len(row) == 1 and isinstance(row[0], (Seq, Map, Inst)) and acts(row[0]) for row in table.items)
    return table.items if rows else ()


def either(maps: Sequence[Map]) -> dict[str, Values]:
    """What stands under each key in one of several dictionaries, and something unknown where not all of them have it."""
    if len(maps) == 1:
        return dict(maps[0].entries)
    keys = dict.fromkeys(key for one in maps for key, _ in one.entries)
    return {key: join(*(UNKNOWN if (held := one.get(key)) is None else held for one in maps)) for key in keys}


def too_big(value: Value) -> bool:
    """Whether a container holds more than is worth keeping: nested copies of itself grow without end."""
    return _size(value) > MOST_INSIDE


def _size(value: Value) -> int:
    return value.size if isinstance(value, (Seq, Map, Partial, Func, Builtin)) else 1


def _sized(value: Seq | Map | Partial | Func | Builtin, *parts: Values) -> None:
    """Note how many values a new container holds, with all that they hold: containers are made of finished ones and asked often."""
    settle(value, "size", 1 + sum(_size(inner) for values in parts for inner in values))
