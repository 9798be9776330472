"""Rows that an iterator groups, batches or selects are still those rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_START = """
    import heapq
    import itertools
    import random
    import secrets
    import more_itertools
    import os
    from itertools import groupby
    from django.db import models

    class Row(models.Model):
        pack = models.IntegerField()

    rows = Row.objects.order_by("pack")
"""


@pytest.mark.parametrize("loop", [
    "for key, group in groupby(rows, lambda row: row.pack):\n    for row in group:\n        row.delete()",
    "for key, group in groupby(rows, key=lambda row: row.pack):\n    for n, row in enumerate(group):\n        row.delete()",
    "for key, group in groupby(rows):\n    for row in list(group):\n        row.delete()",
    "groups = {key: list(group) for key, group in groupby(rows, len)}\nfor row in groups['a']:\n    row.delete()",
    "random.choice(rows).delete()", "random.SystemRandom().choice(list(rows)).delete()", "for row in random.sample(list(rows), 3):\n    row.delete()",
    "for row in heapq.nlargest(3, rows, key=len):\n    row.delete()", "secrets.choice(rows).delete()",
    "for batch in itertools.batched(rows, 100):\n    for row in batch:\n        row.delete()",
    "for batch in more_itertools.chunked(rows, 100):\n    for row in batch:\n        row.delete()",
    "for row in itertools.chain(rows, []):\n    row.delete()",
    "for row in itertools.islice(rows, 5):\n    row.delete()",
    "for row in itertools.takewhile(lambda row: row.pack, rows):\n    row.delete()",
    "for row in itertools.filterfalse(None, rows):\n    row.delete()",
    "for row, n in itertools.zip_longest(rows, [1]):\n    row.delete()",
    "for row, other in itertools.pairwise(rows):\n    row.delete()",
    "for row in itertools.chain.from_iterable([rows]):\n    row.delete()",
    "for row in itertools.cycle(rows):\n    row.delete()",
    "list(itertools.starmap(lambda row, n: row.delete(), zip(rows, [1])))",
    "import toolz\nfor batch in toolz.partition_all(100, rows):\n    for row in batch:\n        row.delete()",
    "import funcy\nfor batch in funcy.chunks(100, rows):\n    for row in batch:\n        row.delete()",
    "more_itertools.one(rows).delete()", "more_itertools.first(rows, None).delete()", "import toolz\ntoolz.nth(2, rows).delete()",
    "first, second = itertools.tee(rows)\nfor row in second:\n    row.delete()",
])
def test_the_rows_are_known(trace: Callable[..., Walked], loop: str) -> None:
    walked = trace(_START + "".join(f"    {line}\n" for line in loop.split("\n")))
    assert [(e.action.value, e.target) for e in walked.effects if e.action.value != "read"] == [("delete", "Row")]
    assert not walked.unknowns


_GROUPED = "groups = {}\nfor row in rows:\n    groups.setdefault(row.pack, []).append(row)\ndoomed = []\n"


@pytest.mark.parametrize("loop", [
    "for key in groups:\n    same = groups[key]\n    if len(same) > 1:\n        doomed.extend(same)\nfor row in doomed:\n    row.delete()",
    "for key in groups:\n    doomed.extend(groups[key][1:])\nfor row in doomed:\n    row.delete()",
    "def find():\n    found = []\n    for same in groups.values():\n        found.extend(same)\n    return found, []\nfor key in groups:\n"
    "    dupes, others = find()\n    doomed.extend(dupes)\nfor row in doomed:\n    row.delete()",
    "for row in itertools.chain(*groups.values()):\n    row.delete()",
    "for row in sum(groups.values(), []):\n    row.delete()",
])
def test_the_rows_of_lists_that_lists_are_extended_by(trace: Callable[..., Walked], loop: str) -> None:
    walked = trace(_START + "".join(f"    {line}\n" for line in (_GROUPED + loop).split("\n")))
    assert [(e.action.value, e.target) for e in walked.effects if e.action.value != "read"] == [("delete", "Row")]
    assert not walked.unknowns


def test_words_that_a_list_may_be_extended_by_are_none_that_it_has(trace: Callable[..., Walked]) -> None:
    text = "import subprocess, sys\nmore = []\nif sys.argv[1:]:\n    more = ['-r']\nwords = ['rm']\nwords.extend({})\nsubprocess.run(words + ['/srv/a'])\n"
    assert [(e.action.value, e.target) for e in trace(text.format("more")).effects] == [("delete", "/srv/a")]
    assert [(e.action.value, e.target) for e in trace(text.format("['-r']")).effects] == [("delete", "/srv/a")]


@pytest.mark.parametrize("loop", [
    "for key, group in groupby(rows, lambda row: row.pack):\n    key.delete",
    "for batch in itertools.batched(rows, 100):\n    print(batch)",
    "itertools.count(1)",
])
def test_nothing_is_lost_where_they_are_only_looked_at(trace: Callable[..., Walked], loop: str) -> None:
    walked = trace(_START + "".join(f"    {line}\n" for line in loop.split("\n")))
    assert not [e for e in walked.effects if e.action.value != "read"]


def test_what_a_key_function_does_is_told(trace: Callable[..., Walked]) -> None:
    walked = trace("""
        import os
        from itertools import groupby
        def key(name):
            os.remove("/srv/" + name)
            return name
        list(groupby(["a"], key))
    """)
    assert [e.target for e in walked.effects] == ["/srv/a"]
