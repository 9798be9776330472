"""Files that a command names by a pattern, or from a folder that is named from the script's own."""

from __future__ import annotations

import pytest

SQL = {"db/steps/01-users.sql": "DROP TABLE users;\n", "db/steps/02-orders.sql": "DROP TABLE orders;\n", "db/steps/notes.txt": "DROP TABLE notes;\n"}


@pytest.mark.parametrize("loop", ["for f in steps/*.sql; do psql shop -f $f; done", "for f in \"$(dirname $0)\"/steps/*.sql; do psql shop -f \"$f\"; done"])
def test_a_loop_over_a_pattern_runs_each_of_the_files(trace, loop: str) -> None:
    effects = trace(f"#!/bin/bash\n{loop}\n", SQL, path="db/migrate.sh").effects
    assert [(e.target, str(e.at), e.confidence) for e in effects] == [("orders", "db/steps/02-orders.sql:1", "inferred"),
                                                                      ("users", "db/steps/01-users.sql:1", "inferred")]


def test_a_pattern_that_no_file_matches_is_an_unknown(trace) -> None:
    walked = trace("#!/bin/bash\nfor f in other/*.sql; do psql shop -f $f; done\n", SQL, path="db/migrate.sh")
    assert not [e for e in walked.effects if e.destructive]
    assert [u.detail for u in walked.unknowns] == ["runs other/*.sql, which is not in the repository"]


def test_a_folder_named_from_the_scripts_own(trace) -> None:
    files = {"db/lib/wipe.py": "import shutil\nshutil.rmtree('/srv/data')\n"}
    assert [e.target for e in trace("#!/bin/bash\ncd lib\npython wipe.py\n", files, path="db/run.sh").effects] == ["/srv/data"]
    assert trace("#!/bin/bash\ncd other\npython wipe.py\n", files, path="db/run.sh").effects == ()


@pytest.mark.parametrize(("url", "file"), [("https://a.org/v$1/planet-v$1.pbf", "planet-v${1}.pbf"), ("https://a.org/planet.pbf", "planet.pbf"),
                                           ("https://a.org/v$1/", "v${1}"), ("https://a.org/$1", "${1}")])
def test_the_file_that_wget_writes(trace, url: str, file: str) -> None:
    effects = trace(f"#!/bin/bash\nwget -q {url}\n", path="run.sh").effects
    assert [e.target for e in effects if e.resource == "filesystem"] == [file]


@pytest.mark.parametrize(("host", "service"), [("media.s3.amazonaws.com", "s3"), ("s3.amazonaws.com", "s3"), ("s3-eu-west-1.amazonaws.com", "s3"),
                                               ("media.s3.us-east-1.amazonaws.com", "s3"), ("storage.googleapis.com", "gcs"),
                                               ("sts.amazonaws.com", "sts.amazonaws.com"), ("s3.example.org", "s3.example.org")])
def test_the_service_behind_an_address(trace, host: str, service: str) -> None:
    assert [n.name for n in trace(f"#!/bin/bash\ncurl -s https://{host}/a\n", path="run.sh").needs if n.kind == "service"] == [service]


def test_the_types_of_a_dropped_function_are_no_targets(trace) -> None:
    assert [e.target for e in trace("DROP FUNCTION add_column(text, int);\n", path="db/a.sql").effects] == ["add_column"]
    assert [e.target for e in trace("DROP TABLE users, orders;\n", path="db/a.sql").effects] == ["orders", "users"]


def test_names_quoted_in_a_comment_are_not_those_of_mysql(trace) -> None:
    def services(text: str) -> list[str]:
        return [n.name for n in trace(text, path="db/a.sql").needs if n.kind == "service"]

    assert services("-- sets `kind` of all\nUPDATE roads SET kind = tags->'a'::text;\n") == ["postgresql"]
    assert services("UPDATE roads SET `kind` = 1;\n") == ["mysql"]


@pytest.mark.parametrize("call", ["print '%s' % dict(a=1,\n            b=2)", "print 'a',\nprint dict(a=1,\n  b=[2,\n     3]), 4", "print >>out, f(1,\n  2),"])
def test_a_print_statement_over_several_lines(trace, call: str) -> None:
    walked = trace(f"import shutil\nshutil.rmtree('/srv/data')\n{call}\n")
    assert [(e.target, e.at.line) for e in walked.effects if e.destructive] == [("/srv/data", 2)]
