"""Files of the repository that are run, or gone through, line by line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Action

Trace = Callable[..., Walked]
_START = "import csv, os, pathlib, sys, psycopg2\ncursor = psycopg2.connect('dbname=shop').cursor()\n"
_SHORT = "-- begins anew\nDROP TABLE orders;\nDROP TABLE users;\n"
_LONG = "".join(f"CREATE TABLE a{number}\n  (id int);\n" for number in range(60)) + "DROP TABLE orders;\nDROP TABLE users;\n"


def _lost(walked: Walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize("sql", [_SHORT, _LONG], ids=["short", "long"])
@pytest.mark.parametrize("code", [
    "for line in open('x.sql'):\n    cursor.execute(line)\n",
    "with open('x.sql') as lines:\n    for line in lines:\n        cursor.execute(line.strip())\n",
    "with pathlib.Path('x.sql').open() as lines:\n    for line in lines:\n        cursor.execute(line)\n",
    "for line in open('x.sql').read().splitlines():\n    if line and not line.startswith('--'):\n        cursor.execute(line)\n",
    "for line in open('x.sql').read().split('\\n'):\n    cursor.execute(line)\n",
    "for line in open('x.sql').readlines():\n    cursor.execute(line)\n",
    "for one in open('x.sql').read().split(';'):\n    cursor.execute(one)\n",
    "whole = ''\nfor line in open('x.sql'):\n    whole += line\n    if line.strip().endswith(';'):\n        cursor.execute(whole)\n        whole = ''\n",
    "cursor.execute(' '.join(open('x.sql').readlines()))\n",
    "for one in ' '.join([line for line in open('x.sql') if line[:2] != '--']).split(';')[:-1]:\n    cursor.execute(one)\n",
    "for one in '\\n'.join(line for line in open('x.sql')).split(';\\n'):\n    cursor.execute(one)\n",
    "whole = ''.join(line for line in open('x.sql') if line.strip())\nfor one in whole.splitlines():\n    cursor.execute(one)\n",
])
def test_statements_of_a_file_are_followed_however_it_is_cut(trace: Trace, code: str, sql: str) -> None:
    assert _lost(trace(_START + code, {"x.sql": sql})) == ["orders", "users"]


@pytest.mark.parametrize("separator", ["','", "'a'", "sys.argv[1]"])
def test_pieces_that_are_no_statements_are_not_followed(trace: Trace, separator: str) -> None:
    code = f"for one in ' '.join(line for line in open('x.sql')).split({separator}):\n    cursor.execute(one)\n"
    found = trace(_START + code, {"x.sql": _LONG})
    assert (_lost(found), [one.kind for one in found.unknowns]) == ([], ["dynamic-sql"])


def test_what_is_blank_behind_the_last_statement_is_nothing_unknown(trace: Trace) -> None:
    found = trace(_START + "for one in open('x.sql').read().split(';'):\n    cursor.execute(one)\n", {"x.sql": _SHORT})
    assert (_lost(found), found.unknowns) == (["orders", "users"], ())


def test_a_line_that_is_left_out_is_not_run(trace: Trace) -> None:
    code = "for line in open('x.sql').read().splitlines():\n    if not line.startswith('DROP'):\n        cursor.execute(line)\n"
    assert _lost(trace(_START + code, {"x.sql": _SHORT + "TRUNCATE old;\n"})) == ["old"]


@pytest.mark.parametrize("source", ["sys.stdin", "open(sys.argv[1])", "open('/srv/x.sql')", "csv.reader(open('x.csv'))"])
def test_statements_of_what_nobody_can_read_are_unknown(trace: Trace, source: str) -> None:
    found = trace(f"{_START}for line in {source}:\n    cursor.execute(line)\n", {"x.csv": "a,b\n"})
    assert [one.kind for one in found.unknowns] == ["dynamic-sql"]


def test_the_words_of_a_short_list_are_told_each(trace: Trace) -> None:
    code = "for line in open('names.txt'):\n    if not line.startswith('#'):\n        os.remove('/srv/' + line.strip())\n"
    assert _lost(trace(_START + code, {"names.txt": "# old ones\na\nb\n"})) == ["/srv/a", "/srv/b"]


def test_the_rows_of_long_data_are_not(trace: Trace) -> None:
    code = "for line in open('names.txt'):\n    os.remove('/srv/' + line.strip())\n"
    assert _lost(trace(_START + code, {"names.txt": "".join(f"n{number}\n" for number in range(99))})) == ["/srv/${name}"]


def test_what_is_none_at_first_is_the_other_where_it_is_asked_for_something(trace: Trace) -> None:
    code = "def run(cursor=None):\n    if not cursor:\n        cursor = made()\n    cursor.execute('DROP TABLE a')\ndef made():\n    return psycopg2.connect('x').cursor()\nrun()\n"
    found = trace(_START + code)
    assert (_lost(found), found.unknowns) == (["a"], ())




@pytest.mark.parametrize("text", [
    "from pathlib import Path\nwith Path('a.txt').open() as f:\n    for line in f:\n        os.remove('/srv/' + line.strip())\n",
    "for line in open('a.txt').readlines():\n    os.remove('/srv/' + line)\n",
    "for line in open('a.txt').read().splitlines():\n    os.remove('/srv/' + line)\n",
    "for line in open('a.txt').read().split('\\n'):\n    os.remove('/srv/' + line)\n",
    "from pathlib import Path\nfor line in Path('a.txt').read_text().splitlines():\n    os.remove('/srv/' + line)\n",
    "import gzip\nfor line in gzip.open('a.txt'):\n    os.remove('/srv/' + line)\n",
    "import io\nwith io.open('a.txt') as f:\n    os.remove('/srv/' + f.readline().strip())\n",
    "first, second = open('a.txt').readline().split(',')\nos.remove('/srv/' + first)\n",
    "import csv\nfor row in csv.reader(open('a.txt')):\n    os.remove('/srv/' + row[0])\n",
    "lines = open('a.txt').readlines()\nos.remove('/srv/' + lines[0])\n",
])
def test_what_stands_in_a_file_is_not_called_like_the_file(text: str, trace: Trace) -> None:
    deleted = [effect.target for effect in trace("import os\n" + text).effects if effect.action is Action.DELETE]
    assert len(deleted) == 1
    assert deleted[0] is not None
    assert deleted[0].startswith("/srv/${")
    assert deleted[0] != "/srv/a.txt"


def test_an_open_file_is_still_called_like_itself(trace: Trace) -> None:
    effects = trace("with open('a.txt') as f:\n    f.read()\n").effects
    assert [(effect.action, effect.target) for effect in effects] == [(Action.READ, "a.txt")]


def test_what_a_file_of_the_repository_holds_is_known(trace: Trace) -> None:
    effects = trace("import os\nfor line in open('a.txt').read().splitlines():\n    os.remove(line)\n", {"a.txt": "/srv/a\n/srv/b\n"}).effects
    assert {effect.target for effect in effects if effect.action is Action.DELETE} == {"/srv/a", "/srv/b"}


_JOINED = """
def statements(name):
    first = 'SET autocommit = 1;-- of %s' % name
    held, found = [first], []
    for line in open(name):
        line = line.rstrip()
        if line:
            held.append(line)
            if line.endswith(';'):
                found.append({made})
                held = [first]
    return found
for one in statements('x.sql'):
    cursor.execute(one)
"""


@pytest.mark.parametrize("made", [
    r"'\n'.join(held)", r"re.sub(r'\sshop\.', ' %s.' % os.environ['SHOP'], '\n'.join(held))",
    r"re.compile(r'\sshop\.').sub(os.environ['SHOP'], '\n'.join(held))", r"'\n'.join(held).replace('__DAYS__', str(7))",
])
@pytest.mark.parametrize("sql", [_SHORT, _LONG], ids=["short", "long"])
def test_statements_put_together_behind_a_first_one_are_followed(trace: Trace, made: str, sql: str) -> None:
    assert _lost(trace("import re\n" + _START + _JOINED.replace("{made}", made), {"x.sql": sql})) == ["orders", "users"]


def test_words_in_which_something_is_put_are_not_the_same_words(trace: Trace) -> None:
    assert _lost(trace(_START + "import re\nos.remove(re.sub('a', 'b', '/srv/a'))\n")) == ["${sub}"]
