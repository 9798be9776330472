"""Lists and dictionaries that change: a change is written back to wherever the container is held.

Containers are values, not places, so ``self.hooks.append(f)`` is read as ``self.hooks = self.hooks + [f]``. What two names share is seen only
where both are the same name, attribute or item.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.calls import Calls
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.held_in_common import home
from handover_generator.languages._python.own_lists import INTO_LISTS, MEMBERS, is_own_list
from handover_generator.languages._python.strings import key_of, objects_in
from handover_generator.languages._python.syntax import nodes_in
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Builtin, Cls, Inst, Map, Mod, Seq, Value, Values, either, join, too_big

_ADDERS = frozenset({"append", "extend", "insert", "add", "appendleft", "update", "setdefault"})
_MOST = 60


class Containers(Calls):
    """In-place changes of lists, sets and dictionaries."""

    def mutate(self, node: ast.Call, functions: Values, arguments: Arguments) -> Values | None:
        """``xs.append(v)``, ``d.update(m)``, ``d.setdefault(k, []).append(v)`` and the like; None if the call is none of them."""
        func = node.func
        if not isinstance(func, ast.Attribute) or func.attr not in _ADDERS:
            return None
        held = [f.owner for f in functions if isinstance(f, Builtin) and isinstance(f.owner, (Seq, Map))]
        if not held:
            self._into_own_list(func, arguments, node)
            return None
        place = func.value
        if isinstance(place, ast.Call) and isinstance(place.func, ast.Attribute) and place.func.attr in ("setdefault", "get") and place.args:
            place = ast.copy_location(ast.Subscript(value=place.func.value, slice=place.args[0], ctx=ast.Load()), place)
        # The branches of a test each have their own names: what one of them appends to a local list is sure there.
        sure = not self.conditions or (isinstance(place, ast.Name) and self.cell.holder(place.id) is self.cell)
        for owner in held:
            changed = self._changed(owner, func.attr, arguments, node, sure and not self.in_loop)
            if changed is not None:
                self._rebind(place, owner, changed)
        if func.attr == "setdefault":
            return None
        return NONE if len(held) == len(functions) else None

    def _into_own_list(self, func: ast.Attribute, arguments: Arguments, node: ast.AST) -> None:
        """``self.extend(rows)`` in a class that is a kind of list: what is put into it, which is gone through where it is several things."""
        if func.attr not in INTO_LISTS or not arguments.positional or not isinstance(func.value, (ast.Name, ast.Attribute)):
            return
        owners = tuple(value for value in self.eval(func.value) if isinstance(value, Inst) and is_own_list(value))
        if owners:
            given = arguments.positional[-1]
            self.store_member(owners, MEMBERS, self.iterate(given, node) if func.attr in ("extend", "update") else given)

    def _changed(self, owner: Value, name: str, arguments: Arguments, node: ast.AST, sure: bool) -> Value | None:
        given = arguments.positional[-1] if arguments.positional else UNKNOWN
        if isinstance(owner, Map):
            if name == "update":
                more = [v for v in given if isinstance(v, Map)]
                rest = join(owner.rest, *(v.rest for v in more))
                merged = dict(owner.entries) | either(more) | arguments.keywords
                return Map(tuple(merged.items()), rest, keys=join(owner.keys, *(v.keys for v in more)))
            if name == "setdefault" and len(arguments.positional) == 2:
                key = key_of(arguments.positional[0])
                if key is not None and owner.get(key) is not None:
                    return None
                return self._with_item(owner, arguments.positional[0], given)
            return None
        if isinstance(owner, Seq) and name != "setdefault":
            if name in ("extend", "update"):                 # of a list, of a set
                added, certain = self._added(arguments.positional or [given], node)
            else:
                added, certain = [given], name in ("append", "add")
            certain = certain and owner.exact and sure and len(owner.items) < _MOST - 10
            if name == "insert" and owner.exact and (place := self.index_of(arguments.positional[0])) is not None and not self.in_loop:
                items = list(owner.items)
                items.insert(place, given)
                return Seq(tuple(items)[:_MOST], sure)
            behind = (item for item in added if certain or item not in owner.items)
            return Seq((*owner.items, *behind)[:_MOST], certain, opening=_opening(owner, name) if not certain else 0)
        return None

    def _added(self, given: list[Values], node: ast.AST) -> tuple[list[Values], bool]:
        """What the members of several things may be that are put into a list one by one, and whether these are all of them, in order. Of what may be
        one of several lists, such as the one that a loop fills and the one that it left empty, the members of each.
        """
        added: list[Values] = []
        certain = True
        for values in given:
            lists = [value for value in values if isinstance(value, Seq)]
            added += dict.fromkeys(item for one in lists for item in one.items) if len(lists) > 1 else [item for one in lists for item in one.items]
            others = tuple(value for value in values if isinstance(value, Api)) if lists else values
            added += [self.iterate(others, node)] if others or not lists else []
            certain = certain and len(lists) == 1 and not others and lists[0].exact
        return added, certain

    def _with_item(self, owner: Map, place: Values, values: Values) -> Map:
        entries, key = dict(owner.entries), key_of(place)
        if key is None or len(entries) >= 200:
            return Map(owner.entries, join(owner.rest, values), keys=join(owner.keys, objects_in(place)))
        entries[key] = join(entries.get(key, ()), values) if self.conditions else values
        return Map(tuple(entries.items()), owner.rest, keys=owner.keys)

    def set_item(self, place: ast.expr, owner: Seq | Map, key: Values, values: Values) -> None:
        """``place[key] = values`` where ``place`` holds ``owner``."""
        changed: Value
        if isinstance(owner, Map):
            changed = self._with_item(owner, key, values)
        else:
            index = self.index_of(key)
            if index is not None and owner.exact and -len(owner.items) <= index < len(owner.items):
                items = list(owner.items)
                items[index] = values
                changed = Seq(tuple(items), owner.exact and not self.conditions)
            else:
                changed = Seq((*owner.items, values)[:_MOST], exact=False)
        self._rebind(place, owner, changed)

    def _rebind(self, place: ast.expr, old: Value, new: Value) -> None:
        """Put ``new`` where ``old`` was held."""
        if new is old or too_big(new):
            return
        if isinstance(place, ast.Name):
            cell = self.cell.holder(place.id)
            if cell is None:
                return
            held = cell.names[place.id]
            if (elsewhere := home(self.module, place.id, held)) is not None:
                names = elsewhere[0].cell.names
                self.engine.layer.put(elsewhere[0], names, elsewhere[1], _swap(names[elsewhere[1]], old, new))
            elif cell is self.cell:
                cell.names[place.id] = _swap(held, old, new)
            else:
                self.engine.layer.put(self.module, cell.names, place.id, _swap(held, old, new))
        elif isinstance(place, ast.Attribute) and not _calls(place):
            for owner in self.eval(place.value):
                if isinstance(owner, (Inst, Cls)):
                    self._rebind_member(owner, place.attr, old, new)
                elif isinstance(owner, Mod) and place.attr in owner.info.cell.names:
                    names = owner.info.cell.names
                    self.engine.layer.put(owner.info, names, place.attr, _swap(names[place.attr], old, new))
        elif isinstance(place, ast.Subscript) and not isinstance(place.slice, ast.Slice) and not _calls(place.value):
            key = self.eval(place.slice)
            for outer in self.eval(place.value):
                at = key_of(key)
                inside = outer.get(at) if isinstance(outer, Map) and at is not None else None
                if isinstance(outer, Map) and inside is not None and old in inside:
                    # what ``new`` holds beside what ``old`` held is in it already: on a condition there are not two of them
                    entries = tuple((k, _swap(v, old, new) if k == at else v) for k, v in outer.entries)
                    self._rebind(place.value, outer, Map(entries, outer.rest, keys=outer.keys))
                elif isinstance(outer, (Seq, Map)):
                    self.set_item(place.value, outer, key, (new,))

    def _rebind_member(self, owner: Inst | Cls, name: str, old: Value, new: Value) -> None:
        for cls in owner.info.linear():
            if isinstance(owner, Inst) and (owner.site, name) in cls.heap:
                self.engine.layer.put(cls.module, cls.heap, (owner.site, name), _swap(cls.heap[owner.site, name], old, new))
                return
            if name in cls.attributes:
                self.engine.layer.put(cls.module, cls.attributes, name, _swap(cls.attributes[name], old, new))
                return
            if cls.cell is not None and self.body_of is cls:
                return


def _swap(held: Values, old: Value, new: Value) -> Values:
    return join(tuple(new if value == old else value for value in held))


def _calls(node: ast.expr) -> bool:
    """Whether reading the expression again would do something again."""
    return any(isinstance(n, (ast.Call, ast.Await, ast.NamedExpr)) for n in nodes_in(node))


def _opening(owner: Seq, name: str) -> int:
    """How many members of a list still stand in their places after something was put into it by that method."""
    if name not in ("append", "extend"):
        return 0
    return len(owner.items) if owner.exact else owner.opening
