"""Displays (as the reference of Python calls them): lists, sets, tuples and dictionaries that are written out, and comprehensions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.languages._python.at_rest import judged
from handover_generator.languages._python.containers import Containers
from handover_generator.languages._python.strings import key_of, objects_in
from handover_generator.languages._python.syntax import calls_behind
from handover_generator.languages._python.values import (
    LIMIT,
    TOO_MANY,
    Map,
    Seq,
    Values,
    acts,
    join,
    rows_of,
)
from handover_generator.model.behaviour import Guard

_MOST_ITEMS = 60                        # of a list that is written out


class Displays(Containers):
    """Evaluates displays."""

    def behind(self, guard: Guard | None, node: ast.expr) -> Values:
        """What an expression gives that is only come to by way of a guard, which is told of where something is done there."""
        if guard is None or guard in self.guards:
            return self.eval(node)
        told = len(self.events)
        self.guards.append(guard)
        values = self.eval(node)
        self.guards.remove(guard)
        if len(self.events) > told:
            self.emit(guard)
        return values

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set) -> Values:
        lists: list[list[Values]] = [[]]                         # several where what is put in is one of several lists
        exact = True
        for element in node.elts[:200]:
            if isinstance(element, ast.Starred):
                values = self.eval(element.value)
                known = [v for v in values if isinstance(v, Seq)]
                if len(known) > 1 and len(known) * len(lists) <= LIMIT:
                    lists = [[*items, *one.items] for items in lists for one in known]
                else:
                    added = known[0].items if known else (self.gone_through(values, element),)
                    lists = [[*items, *added] for items in lists]
                exact = exact and bool(known) and all(one.exact for one in known)
            else:
                values = self.eval(element)
                for items in lists:
                    items.append(values)
        return tuple(Seq(*_kept(items, exact)) for items in lists)

    _eval_List = _eval_Tuple = _eval_Set = _sequence

    def _eval_Dict(self, node: ast.Dict) -> Values:
        entries: list[tuple[str, Values]] = []
        rest: list[Values] = []
        others: Values = ()
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            values = self.eval(value_node)
            if key_node is None:
                entries = self._spread(entries, values)
                rest += [value.rest if isinstance(value, Map) else (value,) for value in values]
                continue
            keys = self.eval(key_node)
            key = key_of(keys)
            if key is not None and len(entries) < 200:
                entries.append((key, values))
            else:
                rest.append(values)
                others = join(others, objects_in(keys))
        return (Map(tuple(dict(entries).items()), join(*rest) if rest else (), keys=others),)

    @staticmethod
    def _spread(entries: list[tuple[str, Values]], values: Values) -> list[tuple[str, Values]]:
        """The entries with those of ``**values`` over them: of several dictionaries that this may be, what each holds."""
        maps = [value for value in values if isinstance(value, Map)]
        if len(maps) == 1 == len(values):
            return [*entries, *maps[0].entries]
        before, added = dict(entries), dict[str, Values]()
        for key in dict.fromkeys(key for one in maps for key, _ in one.entries):
            held = [one.get(key) for one in maps]
            kept = before.get(key, ()) if None in held or len(maps) < len(values) else ()
            added[key] = join(kept, *(one for one in held if one is not None))
        return list((before | added).items())

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Values:
        exited = self.exited
        made = Seq((join(*(self.behind(guard, node.elt) for guard in self._rounds(node.generators, node))),), exact=False)
        self.exited = exited                                     # there may be nothing to go through
        return (made,)

    _eval_ListComp = _eval_SetComp = _eval_GeneratorExp = _comprehension

    def _eval_DictComp(self, node: ast.DictComp) -> Values:
        keys: list[Values] = []
        held: list[Values] = []
        for guard in self._rounds(node.generators, node):
            keys.append(self.eval(node.key))
            held.append(self.behind(guard, node.value))
        return (Map((), join(*held), keys=objects_in(join(*keys))),)

    def _rounds(self, generators: list[ast.comprehension], node: ast.expr) -> Iterator[Guard | None]:
        """Bind what a comprehension goes through, and give the guard that one of its tests is: once, or for each row of a table of things to call."""
        iterated = self.eval(generators[0].iter)
        rows = rows_of(iterated) if len(generators) == 1 else ()
        for row in rows or (self.iterate(iterated, generators[0].iter),):
            found: Guard | None = None
            for generator in generators:
                taken = row if generator is generators[0] else self.iterate(self.eval(generator.iter), generator.iter)
                self.assign(generator.target, taken)
                for test in generator.ifs:
                    values = self.eval(test)
                    found = (judged(self, test, values, self.at(test)) if calls_behind(node) else None) or found
            yield found


def _kept(items: list[Values], exact: bool) -> tuple[tuple[Values, ...], bool]:
    """The members of a list that are kept, and whether they are all; that one is left out that can be called is said."""
    if len(items) <= _MOST_ITEMS:
        return tuple(items), exact
    left_out = any(acts(value) for values in items[_MOST_ITEMS:] for value in values)
    return (*items[:_MOST_ITEMS], *([(TOO_MANY,)] if left_out else [])), False
