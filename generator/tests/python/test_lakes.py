"""Tables and files of data lakes: what is lost is told, what is looked at is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize(("text", "expected"), [
    ("from deltalake import DeltaTable, write_deltalake\nwrite_deltalake('/a', d, mode='overwrite')\nDeltaTable('/a').delete('x = 1')",
     {"database write /a !", "database delete /a !"}),
    ("from deltalake import DeltaTable\nDeltaTable('/a').vacuum()", {"database delete /a"}),
    ("from pyiceberg.catalog import load_catalog\nload_catalog('c').drop_table('a.b')", {"database delete a.b !"}),
    ("from snowflake.snowpark import Session\ns = Session.builder.configs({}).create()\ns.table('a').write.mode('overwrite').save_as_table('b')",
     {"database read a", "database write b !"}),
    ("from snowflake.snowpark import Session\nSession.builder.configs({}).create().sql('DROP TABLE a').collect()", {"database delete a !"}),
    ("from hdfs import InsecureClient\nc = InsecureClient('u')\nc.delete('/a', recursive=True)\nc.status('/b')", {"filesystem delete /a !"}),
])
def test_what_is_written_and_lost(text: str, expected: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(text)
    assert {f"{effect.resource} {effect.action.value} {effect.target or '-'}{' !' * effect.destructive}" for effect in found.effects} == expected
    assert not found.unknowns
