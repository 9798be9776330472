"""Access paths into libraries and what they do: a nondeterministic automaton whose states carry catalogue rows.

States are small integers; a value of the analysed code carries a ``frozenset`` of them (all readings at once). Paths that start at an
import are those of API graphs (CodeQL) and of its models as data; named types, rows, and an explicit word for "looked at, harmless" come
from there and from capslock.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from handover_generator.model.rows import ApiRow, When

State = frozenset[int]

_FALL_THROUGH = frozenset({"@await", "@enter", "@sub"})
# An instance is what calling its class gives.
_STAND_IN = {"@inst": "()", "()": "@inst"}
_ROW_FIELDS = ("lib", "path", "do", "resource", "what", "target", "destructive", "everything_if", "shell_if", "cases", "service", "stdin",
               "cwd", "host", "dialect", "returns")
_CASE_FIELDS = ("role", "pattern", "do", "destructive", "what")


class ApiCatalogue:
    """What is known of Python libraries, by access path.

    Walk from ``root`` with ``step``, one segment at a time: the top-level package and each member by its bare name, ``()`` for a call,
    ``[]`` for an item, and the marks ``@await @enter @iter @sub @inst``. ``rows`` tells what holds where the walk stands: after ``()``
    for calls, before it for reading an attribute. Names of Python itself stand under ``builtins`` (``builtins.open``).

    Where nothing is written for a mark, ``@await``, ``@enter`` and ``@sub`` stay where they are (an asynchronous twin of a client,
    ``with`` that gives the object itself, a subclass that inherits), and ``@inst`` and ``()`` stand in for each other. ``@iter`` also
    gives what ``[]`` gives. What a known call gives is data (neutral) unless a type says more.
    """

    def __init__(self, tables: Mapping[str, Any]) -> None:
        """``tables``: what ``_compile.compile_tables`` made, or the same after a trip through JSON."""
        self._edges: list[dict[str, int]] = tables["edges"]
        self._globs: dict[int, list[tuple[str, int]]] = {int(k): [(p, t) for p, t in v] for k, v in tables["globs"].items()}
        self._deep: dict[int, int] = {int(k): v for k, v in tables["deep"].items()}
        self._hubs: dict[int, list[int]] = {int(k): v for k, v in tables["hubs"].items()}
        self._rows_at: dict[int, list[tuple[tuple[int, ...], int]]] = {
            int(k): [(tuple(rank), row) for rank, row in v] for k, v in tables["rows_at"].items()}
        self._rows = tuple(_row(values) for values in tables["rows"])
        self._named: dict[str, int] = tables["named"]
        self._packages: frozenset[str] = frozenset(self._edges[0])
        self._steps: dict[tuple[State, str], State] = {}
        self._answers: dict[State, tuple[ApiRow, ...]] = {}
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

    def is_neutral(self, state: State) -> bool:
        """Whether what stands first at this state is "looked at and harmless"."""
        rows = self.rows(state)
        return bool(rows) and rows[0].do == "neutral"

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


def pack_row(row: ApiRow) -> list[Any]:
    """A row as plain lists, for JSON. Examples are left out: only tests need them."""
    values: list[Any] = [getattr(row, name) for name in _ROW_FIELDS]
    values[_ROW_FIELDS.index("cases")] = [[getattr(case, name) for name in _CASE_FIELDS] for case in row.cases]
    return values


def _row(values: list[Any] | ApiRow) -> ApiRow:
    if isinstance(values, ApiRow):
        return values
    fields = dict(zip(_ROW_FIELDS, values, strict=True))
    for name in ("target", "shell_if", "stdin", "cwd", "host"):
        fields[name] = tuple(fields[name])
    fields["cases"] = tuple(When(**{**dict(zip(_CASE_FIELDS, case, strict=True)), "role": tuple(case[0])}) for case in fields["cases"])
    return ApiRow(**fields)
