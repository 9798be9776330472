"""What only Hive and Spark know: found, and not claimed."""

from __future__ import annotations

import pytest

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act, Unknown
from handover_generator.model.location import Location
from handover_generator.model.text import Text


def sql(text: str) -> list[str]:
    lines = []
    for event in analyse_sql(Text.of(text), at=Location("x.hql", 1), dialect="hive"):
        if isinstance(event, Act):
            marks = ["!"] * event.destructive
            lines.append(" ".join(part for part in (event.resource, event.action.value, event.target, *marks) if part))
        elif isinstance(event, Unknown):
            lines.append(f"unknown {event.kind} {event.detail}")
    return lines


@pytest.mark.parametrize(("text", "expected"), [
    ("insert overwrite table a partition (x=1) select * from b", ["database write a !", "database read b"]),
    ("insert overwrite directory '/out' select * from b", ["filesystem write /out !", "database read b"]),
    ("insert overwrite local directory '/out' row format delimited fields terminated by ',' select * from b",
     ["filesystem write /out !", "database read b"]),
    ("from a insert overwrite table b select x insert into table c select y",
     ["database read a", "database write b !", "database write c"]),
    ("from a select x", ["database read a"]),
    ("alter table a drop if exists partition (x='1')", ["database delete a !"]),
    ("alter table a add partition (x=1) location '/b'", ["database write a"]),
    ("drop database a cascade", ["database delete a !"]),
    ("load data inpath '/x' overwrite into table a", ["database write a !"]),
    ("msck repair table a", ["database write a"]),
    ("add jar hdfs:///x.jar", []),
    ("delete jar x.jar", []),
    ("list files", []),
    ("cache table a", []),
    ("delete from files", ["database delete files !"]),
    ("delete files from files join b on files.x = b.x", ["database delete files !"]),
])
def test_statements_of_hive(text: str, expected: list[str]) -> None:
    got = sql(text)
    assert [line for line in got if line in expected] == expected
    assert not [line for line in got if "!" in line and line not in expected]


def test_commands_of_the_shell_of_hive_among_statements() -> None:
    told = sql("use a;\ndfs -rm -r /data/old;\n!rm -r /srv/x;\ndrop table b;")
    assert "database delete b !" in told
    assert [line for line in told if "hdfs dfs -rm -r /data/old" in line]
    assert [line for line in told if "rm -r /srv/x" in line]


def test_what_only_looks_like_a_command_of_the_shell() -> None:
    assert sql("select dfs from t where a\n!= 1") == ["database read t"]
