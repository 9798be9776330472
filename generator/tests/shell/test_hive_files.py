"""Files of statements for Hive, Spark and Cassandra, given to their shells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FILES = {"gone.hql": "SET a=b;\nDROP TABLE IF EXISTS `${hiveconf:gone}`;\ndfs -rm -r /data/old;\nINSERT OVERWRITE TABLE over SELECT * FROM kept;\n",
         "gone.cql": "TRUNCATE shop.orders;\n", "read.hql": "SELECT * FROM kept;\n"}
GONE = {"database delete ${gone} !", "filesystem delete /data/old !", "database write over !"}


@pytest.mark.parametrize(("text", "told"), [
    ("hive -f gone.hql", GONE),
    ("beeline -u jdbc:hive2://h -n me -f gone.hql", GONE),
    ("spark-sql --master yarn -f gone.hql -d gone=a", GONE),
    ("spark3-sql --driver-memory 2G -f gone.hql", GONE),
    ("hive --service cli --database d -e 'DROP TABLE a'", {"database delete a !"}),
    ("hive <<EOF\nDROP TABLE a;\nEOF", {"database delete a !"}),
    ("cqlsh -f gone.cql", {"database delete shop.orders !"}),
    ("hive -f read.hql", set()),
    ("hive --version", set()),
])
def test_what_a_file_of_statements_does(trace: Callable, text: str, told: set[str]) -> None:
    assert set(trace(text, FILES).told()) == told
