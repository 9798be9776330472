"""Access paths into libraries and what they do: a nondeterministic automaton whose states carry catalogue rows.

States are small integers; a value of the analysed code carries a ``frozenset`` of them (all readings at once). Paths that start at an
import are those of API graphs (CodeQL) and of its models as data; named types, rows, and an explicit word for "looked at, harmless" come
from there and from capslock.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from handover_generator.model.rows import ApiRow
from handover_generator.records import record

State = frozenset[int]

_FALL_THROUGH = frozenset({"@await", "@enter", "@sub"})
# An instance is what calling its class gives.
_STAND_IN = {"@inst": "()", "()": "@inst"}
_OTHER_WAYS = ("from_", "connect_")
"""How class methods are called that make an instance in another way: what they give is what calling the class gives."""

_MADE_WITH = "receiver."


@record(frozen=True, slots=True, kw_only=True)
class Tables:
    """The automaton as plain data. States are numbers, 0 is the root.

    ``edges``: by state, the next state by segment. ``globs``: the same by pattern. ``deep``: the state of anything below. ``hubs``: states that
    a state stands for as well. ``rows_at``: by state, numbers of ``rows`` with their rank, the smallest first. ``named``: row by distinctive
    method name.
    """

    edges: list[dict[str, int]]
    globs: dict[int, list[tuple[str, int]]]
    deep: dict[int, int]
    hubs: dict[int, list[int]]
    rows_at: dict[int, list[tuple[tuple[int, ...], int]]]
    rows: tuple[ApiRow, ...]
    named: dict[str, int]


class ApiCatalogue:
    """What is known of Python libraries, by access path.

    Walk from ``root`` with ``step``, one segment at a time: the top-level package and each member by its bare name, ``()`` for a call,
    ``[]`` for an item, and the marks ``@await @enter @iter @sub @inst``. ``rows`` tells what holds where the walk stands: after ``()``
    for calls, before it for reading an attribute. Names of Python itself stand under ``builtins`` (``builtins.open``).

    Where nothing is written for a mark, ``@await``, ``@enter`` and ``@sub`` stay where they are (an asynchronous twin of a client,
    ``with`` that gives the object itself, a subclass that inherits), and ``@inst`` and ``()`` stand in for each other. ``@iter`` also
    gives what ``[]`` gives. ``X.from_url`` is ``X``, where ``X()`` is known and nothing is written for it. What a known call gives is
    data (neutral) unless a type says more.
    """

    def __init__(self, tables: Tables) -> None:
        """``tables``: what ``_compile.compile_tables`` made."""
        self._edges = tables.edges
        self._globs = tables.globs
        self._deep = tables.deep
        self._hubs = tables.hubs
        self._rows_at = tables.rows_at
        self._rows = tables.rows
        self._named = tables.named
        self._packages: frozenset[str] = frozenset(self._edges[0])
        self._steps: dict[tuple[State, str], State] = {}
        self._answers: dict[State, tuple[ApiRow, ...]] = {}
        self._names: dict[State, tuple[str, ...]] = {}
        self.root: State = frozenset({0})

    def step(self, state: State, segment: str) -> State:
        """The states one segment further; empty where the catalogue says nothing. Memoised."""
        key = (state, segment)
        known = self._steps.get(key)
        if known is None:
            known = self._steps[key] = self._closed(self._follow(state, segment))
        return known

    def rows(self, state: State) -> tuple[ApiRow, ...]:
        """The rows that hold at a state, most specific first: a repository's own before ours, literal before glob before ``.*`` before
        ``.**``, longer before shorter.
        """
        known = self._answers.get(state)
        if known is None:
            found = sorted({entry for number in state for entry in self._rows_at.get(number, ())})
            seen = dict.fromkeys(row for _, row in found)
            known = self._answers[state] = tuple(self._rows[row] for row in seen)
        return known

    def named_by(self, state: State) -> tuple[str, ...]:
        """The arguments after which what stands at a state is called by the rows of its methods (``index`` for ``receiver.index``); empty where it
        is called after the first one, as most things are.
        """
        known = self._names.get(state)
        if known is None:
            behind = {number for each in state for member in self._edges[each].values() if (number := self._edges[member].get("()")) is not None}
            told = [role.removeprefix(_MADE_WITH) for row in self.rows(self._closed(behind)) for role in (*row.target, *row.host)
                    if role.startswith(_MADE_WITH) and role.count(".") == 1]
            known = self._names[state] = tuple(dict.fromkeys(told)) if set(told) - {"arg0"} else ()
        return known

    def walk(self, *segments: str) -> State:
        """The state after several segments from the root."""
        state = self.root
        for segment in segments:
            state = self.step(state, segment)
        return state

    def named(self, member: str) -> ApiRow | None:
        """The row of a method whose name alone tells what it is (``drop_collection``, ``rmtree``), or None. Only for calls whose
        receiver is not known, and only ever as a guess by name.
        """
        number = self._named.get(member)
        return None if number is None else self._rows[number]

    def package_known(self, root: str) -> bool:
        """Whether the catalogue says anything of the top-level package ``root``."""
        return root in self._packages

    @property
    def packages(self) -> frozenset[str]:
        """All top-level packages it says something of."""
        return self._packages

    @property
    def all_rows(self) -> tuple[ApiRow, ...]:
        """Every row, in the order of the files."""
        return self._rows

    def _follow(self, state: State, segment: str) -> set[int]:
        mark = segment.startswith(("@", "(", "["))
        found = self._exact(state, segment)
        if segment == "@iter":
            found |= self._exact(state, "[]")
        if mark and not found:
            stand_in = _STAND_IN.get(segment)
            if stand_in is not None:
                found = self._exact(state, stand_in)
            if not found and segment in _FALL_THROUGH:
                found = set(state)
        if not mark and not found and segment.startswith(_OTHER_WAYS):
            found = {number for number in state if "()" in self._edges[number]}
        if not mark:
            for number in state:
                found.update(target for pattern, target in self._globs.get(number, ()) if fnmatchcase(segment, pattern))
        found.update(self._deep[number] for number in state if number in self._deep)
        return found

    def _exact(self, state: State, segment: str) -> set[int]:
        return {target for number in state if (target := self._edges[number].get(segment)) is not None}

    def _closed(self, states: set[int]) -> State:
        todo = list(states)
        while todo:
            for hub in self._hubs.get(todo.pop(), ()):
                if hub not in states:
                    states.add(hub)
                    todo.append(hub)
        return frozenset(states)
