"""Catalogue entries to the automaton's tables, with the mistakes that only show when all entries stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.catalogue._format import Entry, Placed
from handover_generator.catalogue._paths import DEEP, AccessPath
from handover_generator.catalogue._words import ACTIONS, nearest
from handover_generator.catalogue.apis import ApiCatalogue, Tables
from handover_generator.model.rows import RESULTS, ApiRow
from handover_generator.records import replace

# What a call of these rows gives is data: calling its methods does nothing more, unless a type says otherwise.
_GIVES_DATA = ACTIONS | {"sql", "aws", "command", "shell", "output", "env", "flag", "options", "transaction", "lock", "neutral", "exit"}
_DATA_RANK = (9, 9, 0, 0, 0)


def compile_tables(entries: Sequence[Entry], problems: list[str]) -> Tables:
    """The tables for ``ApiCatalogue``. Examples are left out: only tests need them.

    Args:
        entries: all entries, in order.
        problems: gets one line a mistake: unknown names, types nothing leads to or nobody uses, rows that contradict each other.
    """
    return _Compiler(entries, problems).run()


class _Compiler:
    def __init__(self, entries: Sequence[Entry], problems: list[str]) -> None:
        self.entries = entries
        self.problems = problems
        self.edges: list[dict[str, int]] = [{}]
        self.globs: dict[int, list[tuple[str, int]]] = {}
        self.deep: dict[int, int] = {}
        self.hubs: dict[int, list[int]] = {}
        self.rows_at: dict[int, list[tuple[tuple[int, ...], int]]] = {}
        self.rows: list[ApiRow] = []
        self.hub_of: dict[str, int] = {}
        self.used: set[str] = set()
        self.calls: set[int] = set()
        self.heads: set[tuple[int, str]] = set()

    def run(self) -> Tables:
        for entry in self.entries:
            for name in entry.types:
                if name not in self.hub_of:
                    self.hub_of[name] = self.new()
        for entry in self.entries:
            for name, leads in entry.types.items():
                for lead in leads:
                    for path in lead.paths:
                        end = self.insert(entry, path, lead)
                        if end is not None and end != self.hub_of[name]:
                            self.hubs.setdefault(end, []).append(self.hub_of[name])
        drafts: list[tuple[Entry, int, Placed]] = []
        for entry in self.entries:
            for row, placed, returns in entry.rows:
                number = len(self.rows)
                self.rows.append(row)
                drafts.append((entry, number, placed))
                gives = [self.insert(entry, path, returns) for path in returns.paths] if returns else []
                for path in placed.paths:
                    end = self.insert(entry, path, placed)
                    if end is not None:
                        if path.segments and path.segments[-1] in ("()", "[]", "@iter", "@enter"):
                            self.calls.add(end)
                        self.rows_at.setdefault(end, []).append(((0 if entry.own else 1, *path.rank), number))
                        self.hubs.setdefault(end, []).extend(state for state in gives if state is not None)
        self.close_results()
        tables = Tables(
            edges=self.edges, globs=self.globs, deep=self.deep, rows_at=self.rows_at, named=self.named(drafts),
            rows=tuple(replace(row, examples=(), near_misses=()) if row.examples or row.near_misses else row for row in self.rows),
            hubs={state: sorted(set(hubs)) for state, hubs in self.hubs.items() if hubs})
        self.check_types()
        self.check_rows(ApiCatalogue(tables), drafts)
        return tables

    def named(self, drafts: Sequence[tuple[Entry, int, Placed]]) -> dict[str, int]:
        """Row by distinctive method name: the entry's own row whose path ends in a call of it."""
        ending: dict[str, list[tuple[Entry, int]]] = {}
        for entry, number, placed in drafts:
            for path in placed.paths:
                if path.segments[-1:] == ("()",) and len(path.segments) > 1:
                    ending.setdefault(path.segments[-2], []).append((entry, number))
        found: dict[str, int] = {}
        for entry in self.entries:
            for name, at in entry.distinctive.items():
                mine = next((number for owner, number in ending.get(name, ()) if owner is entry), None)
                if mine is None:
                    self.problems.append(entry.document.problem(at, f"no row of this entry ends in a call of '{name}'"))
                    continue
                answer = _effect(self.rows[mine])
                other = next((number for _, number in ending[name] if _effect(self.rows[number]) != answer), None)
                if other is not None:
                    told = f"'{self.rows[other].path}' ({self.rows[other].lib}) does something else"
                    self.problems.append(entry.document.problem(at, f"'{name}' is not distinctive: {told}"))
                found.setdefault(name, mine)
        return found

    def close_results(self) -> None:
        """Everything below the result of a known call is neutral, at the lowest rank."""
        data = self.new()
        self.deep[data] = data
        self.rows_at[data] = [(_DATA_RANK, len(self.rows))]
        self.rows.append(ApiRow(lib=RESULTS, path="result of a known call", do="neutral"))
        for state, entries in self.rows_at.items():
            if state not in self.deep and state in self.calls and all(self.rows[row].do in _GIVES_DATA for _, row in entries):
                self.deep[state] = data

    def new(self) -> int:
        self.edges.append({})
        return len(self.edges) - 1

    def insert(self, entry: Entry, path: AccessPath, placed: Placed) -> int | None:
        """The state at the end of ``path``, made where it is new; None (and a problem) for an unknown head."""
        state = self.start(entry, path, placed)
        if state is None:
            return None
        for segment in path.segments:
            state = self.next(state, segment)
        return state

    def full_name(self, entry: Entry, path: AccessPath) -> str:
        """The name a type stands under; of an entry with several services, the first that has it."""
        full = f"{path.lib or entry.space}:{path.head}"
        if path.lib is None or full in self.hub_of:
            return full
        return next((name for name in self.hub_of if name.startswith(f"{path.lib}/") and name.endswith(f":{path.head}")), full)

    def start(self, entry: Entry, path: AccessPath, placed: Placed) -> int | None:
        full = self.full_name(entry, path)
        if full in self.hub_of:
            self.used.add(full)
            return self.hub_of[full]
        if path.lib is not None:
            self.problems.append(entry.document.problem(placed.at, f"no type '{full}'{nearest(full, self.hub_of)}"))
            return None
        if entry.packages is None:       # then packages start small, so that a mistyped type is told; a bare neutral name is a package
            allowed = not path.head[:1].isupper() or path.segments == (DEEP,)
        else:
            allowed = path.head in entry.packages
        if not allowed:
            own = [name.partition(":")[2] for name in self.hub_of if name.startswith(f"{entry.space}:")]
            known = [*own, *(entry.packages or ())]
            self.problems.append(entry.document.problem(
                placed.at, f"'{path.head}' is neither a type of this entry nor a package under 'needs: {{package: ...}}'"
                           f"{nearest(path.head, known)}"))
            return None
        self.heads.add((id(entry), path.head))
        return self.next(0, path.head)

    def next(self, state: int, segment: str) -> int:
        if segment == DEEP:
            if state not in self.deep:
                loop = self.deep[state] = self.new()
                self.deep[loop] = loop
            return self.deep[state]
        if "*" in segment:
            for pattern, target in self.globs.get(state, ()):
                if pattern == segment:
                    return target
            target = self.new()
            self.globs.setdefault(state, []).append((segment, target))
            return target
        if segment not in self.edges[state]:
            self.edges[state][segment] = self.new()
        return self.edges[state][segment]

    def check_types(self) -> None:
        reached = self.reachable()
        for entry in self.entries:
            for package in entry.packages or ():
                if (id(entry), package) not in self.heads:
                    self.problems.append(entry.document.problem((*entry.at, "needs", "package"),
                                                                f"no path starts at the package '{package}'"))
            for name, leads in entry.types.items():
                if not name.startswith(f"{entry.space}:"):
                    continue
                short = name.partition(":")[2]
                place = (*entry.at, "types", "<key>", short)
                if name not in self.used:
                    self.problems.append(entry.document.problem(place, f"the type '{short}' is used by nothing"))
                elif leads and self.hub_of[name] not in reached:
                    self.problems.append(entry.document.problem(place, f"nothing leads to the type '{short}' from a package"))

    def reachable(self) -> set[int]:
        seen = {0}
        todo = [0]
        while todo:
            state = todo.pop()
            onward = [*self.edges[state].values(), *(t for _, t in self.globs.get(state, ())), *self.hubs.get(state, ())]
            if state in self.deep:
                onward.append(self.deep[state])
            for target in onward:
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return seen

    def check_rows(self, catalogue: ApiCatalogue, drafts: Sequence[tuple[Entry, int, Placed]]) -> None:
        """Two rows for one path that give different answers: the reader could not know which holds."""
        said: set[tuple[int, int]] = set()
        for entry, number, placed in drafts:
            for path in placed.paths:
                full = self.full_name(entry, path)
                state = frozenset({self.hub_of[full]}) if full in self.hub_of else catalogue.step(catalogue.root, path.head)
                for segment in path.segments:
                    # Any member of the pattern does: only rows as specific as this one can contradict it.
                    state = catalogue.step(state, "_some_" if segment == DEEP else segment.replace("*", "_some_"))
                rank = (0 if entry.own else 1, *path.rank)
                rivals = sorted({row for one in state for r, row in self.rows_at.get(one, ()) if r == rank and row != number})
                for rival in rivals:
                    pair = (min(number, rival), max(number, rival))
                    if pair in said or pair[0] == number:
                        continue
                    said.add(pair)
                    first, row = self.rows[pair[0]], self.rows[number]
                    where = next((e, p) for e, n, p in drafts if n == pair[0])
                    line, column = where[0].document.place(where[1].at)
                    place = f"{where[0].document.source}:{line}:{column}"
                    how = "says it already" if _answer(first) == _answer(row) else "says something else"
                    self.problems.append(entry.document.problem(placed.at, f"'{row.path}': the row at {place} {how} of the same path"))


def _effect(row: ApiRow) -> tuple[object, ...]:
    return row.do, row.resource, row.destructive


def _answer(row: ApiRow) -> tuple[object, ...]:
    return row.do, row.resource, row.destructive, row.target, row.what, row.everything_if, row.cases
