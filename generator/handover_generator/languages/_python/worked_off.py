"""Lists that a loop works off while it puts more into them: ``while todo: one = todo.pop(); ...; todo.append(other)``. What stood in such a list at
first does not tell what is taken from it later.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import UNKNOWN, Const, Seq, Str, Value, join
from handover_generator.records import replace

_PUTS = frozenset({"append", "extend", "insert", "add", "update", "appendleft", "extendleft"})
_TAKES = frozenset({"pop", "popleft", "remove"})


@remembered
def worked_off(loop: ast.For | ast.AsyncFor | ast.While) -> frozenset[str]:
    """The names of such lists."""
    put, taken = set[str](), set[str]()
    for statement in loop.body:
        for node in nodes_in(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                if node.func.attr in _PUTS:
                    put.add(node.func.value.id)
                elif node.func.attr in _TAKES:
                    taken.add(node.func.value.id)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                put.add(node.target.id)
    if isinstance(loop, (ast.For, ast.AsyncFor)) and isinstance(loop.iter, ast.Name):
        taken.add(loop.iter.id)
    return frozenset(put & taken)


def with_more(value: Value) -> Value:
    """A list that has more in it than was seen, where all that was seen are constants; any other value as it is."""
    if not isinstance(value, Seq) or not value.items or not all(isinstance(one, (Const, Str)) for item in value.items for one in item):
        return value
    return replace(value, items=(join(*value.items, UNKNOWN),), exact=False, opening=0)
