"""What iterators of the standard library and of packages like it make of what they go through: groups, batches and selections of the same, or what
chance picks of it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Func, Partial, Seq, Str, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library

ITERATORS = ("itertools.", "more_itertools.", "toolz.", "cytoolz.", "boltons.iterutils.", "funcy.", "random.", "secrets.", "heapq.", "numpy.random.")
_LISTS = frozenset({"batched", "chunked", "ichunked", "sliced", "grouper", "windowed", "pairwise", "combinations", "combinations_with_replacement",
                    "permutations", "divide", "distribute", "split_every", "chunked_iter", "partition", "partition_all",
                    "chunks"})
"""Give lists of the things that they are given."""
_SAME = frozenset({"cycle", "islice", "accumulate", "compress", "chain", "unique_everseen", "unique_justseen", "peekable", "seekable",
                   "always_iterable", "take", "interleave", "roundrobin", "islice_extended", "unique", "concat", "tail", "distinct"})
_ONE = frozenset({"one", "only", "first", "last", "second", "nth", "nth_or_last", "first_true", "choice"})
"""Give one of the things."""
_SOME = frozenset({"sample", "choices", "nlargest", "nsmallest", "random_permutation", "random_combination"})
"""Give a list of some of them."""
_SELECTED = frozenset({"takewhile", "dropwhile", "filterfalse"})
"""Give the things back, the latter those for which a function says so."""
_SIDE_BY_SIDE = frozenset({"zip_longest", "product", "zip_equal", "zip_offset"})
_NUMBER_FIRST = ("toolz.", "cytoolz.", "funcy.")
"""Packages that are told how many before they are given the things."""


def gone_over(frame: Library, path: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """What such a call gives; None for any other."""
    name, given = path.rpartition(".")[2], arguments.positional
    if name == "chain" and arguments.rest:                   # chain(*groups.values())
        given = [*given, arguments.rest]
    if name == "groupby":
        return _groups(frame, path, arguments, node)
    if not given or (name in ("choice", "choices", "sample") and any(isinstance(value, Str) for value in given[0])):
        return None                                          # a letter of a text stays a thing of chance
    if name == "from_iterable" and path == "itertools.chain.from_iterable":
        return frame.iterate(given[0], node)
    if name in _SAME:
        return join(*given)
    if name in _ONE:
        return frame.iterate(given[1] if name == "nth" and len(given) > 1 and path.startswith(_NUMBER_FIRST) else given[0], node)
    if name in _SOME:
        return _many(frame.iterate(given[1] if name.startswith("n") and len(given) > 1 else given[0], node))
    if name in _LISTS:
        whole = given[1] if len(given) > 1 and (path.startswith(_NUMBER_FIRST) or name == "partition") else given[0]
        return _many((Seq((frame.iterate(whole, node),), exact=False),))
    if name in _SELECTED and len(given) > 1:
        items = frame.iterate(given[1], node)
        _asked(frame, given[0], [items], node)
        return _many(items)
    if name == "starmap" and len(given) > 1:
        parts = frame.iterate(given[1], node)
        for value in parts:
            if isinstance(value, Seq) and value.exact:
                return _many(_asked(frame, given[0], list(value.items), node))
        return _many(_asked(frame, given[0], [], node, rest=parts))
    if name in _SIDE_BY_SIDE:
        return _many((Seq(tuple(frame.iterate(one, node) for one in given)),))
    if name == "tee":
        return (Seq((given[0],), exact=False),)
    return None


def _groups(frame: Library, path: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """Pairs of a key and the things that have it. Other packages than the standard library's make tables of them, by the function first."""
    things, key = arguments.get(0, "iterable"), arguments.get(1, "key")
    if path != "itertools.groupby" or things is None:
        return None
    items = frame.iterate(things, node)
    found = _asked(frame, key, [items], node) if key is not None else items
    return _many((Seq((found, (Seq((items,), exact=False),))),))


def _many(items: Values) -> Values:
    return (Seq((items,), exact=False),)


def _asked(frame: Library, functions: Values, given: list[Values], node: ast.AST, *, rest: Values | None = None) -> Values:
    called = [value for value in functions if isinstance(value, (Api, Cls, Func, Partial))]
    return join(*(frame.call_value(value, Arguments(given, rest=rest), node) for value in called)) or UNKNOWN
