"""What is fed to a script of the repository is read by its commands: statements for its psql, a program for its shell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FILES = {"query.sh": "psql -d shop -A -t\n", "wipe.sql": "DROP TABLE w;\n", "far.sh": "ssh app1 bash -s\n", "outer.sh": "set -e\n./query.sh\n",
         "said.sh": "psql shop -c 'DROP TABLE own'\n"}


@pytest.mark.parametrize(("line", "told"), [
    ("echo 'DROP TABLE a' | ./query.sh", ["database delete a !"]),
    ("echo 'DROP TABLE a' | sudo bash ./query.sh", ["database delete a !"]),
    ("./query.sh <<< 'DROP TABLE a'", ["database delete a !"]),
    ("cat <<X | ./query.sh\nDROP TABLE a;\nX", ["database delete a !"]),
    ("./query.sh <<X\nDROP TABLE a;\nX", ["database delete a !"]),
    ("gen() { echo 'DROP TABLE a'; }\ngen | ./query.sh", ["database delete a !"]),
    ("echo 'DROP TABLE a' | ./outer.sh", ["database delete a !"]),                       # it starts another one with what it is fed
    ("run() { ./query.sh; }\necho 'DROP TABLE a' | run", ["database delete a !"]),
    ("echo 'rm -rf /srv/a' | ./far.sh", ["remote-host delete /srv/a !"]),
    ("echo 'DROP TABLE a' | ./said.sh", ["database delete own !"]),                      # what it is told otherwise
])
def test_what_it_is_fed_is_run(line: str, told: list[str], trace: Callable) -> None:
    traced = trace(line + "\n", FILES)
    assert sorted(set(traced.told())) == told
    assert traced.unknowns() == []


def test_a_file_that_it_is_fed_is_followed(trace: Callable) -> None:
    assert trace("./query.sh < wipe.sql\n", FILES).told() == ["database delete w !"]


@pytest.mark.parametrize("line", ["python make.py | ./query.sh", "run() { psql shop; }\npython make.py | run"])
def test_what_only_a_run_feeds_it_is_unknown(line: str, trace: Callable) -> None:
    assert "dynamic-sql" in trace(line + "\n", {**FILES, "make.py": "print('DROP TABLE a')\n"}).unknowns()


def test_each_start_is_told_what_it_is_fed(trace: Callable) -> None:
    text = "echo 'DROP TABLE a' | ./query.sh\necho 'DROP TABLE b' | ./query.sh\n./query.sh < /dev/null\n"
    assert trace(text, FILES).told() == ["database delete a !", "database delete b !"]


def test_a_script_that_is_fed_ever_longer_texts_ends(trace: Callable) -> None:
    traced = trace("read -r line\necho \"$line more\" | ./again.sh\n", {"again.sh": "read -r line\necho \"$line more\" | ./again.sh\nrm /srv/a\n"})
    assert set(traced.told()) == {"filesystem delete /srv/a !"}


@pytest.mark.parametrize(("line", "unknowns"), [
    ("psql -h db shop", ["dynamic-sql"]), ("docker compose exec db psql -U shop", ["dynamic-sql"]), ("mysql shop", ["dynamic-sql"]),
    ("psql --version", []), ("psql -l", []), ("psql -c 'select 1'", []), ("psql -f wipe.sql", []), ("mysql --help", []), ("psql < wipe.sql", []),
])
def test_a_client_that_is_fed_by_whoever_starts_it(line: str, unknowns: list[str], trace: Callable) -> None:
    assert trace(line + "\n", FILES).unknowns() == unknowns
