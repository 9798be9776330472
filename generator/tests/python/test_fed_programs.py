"""What a program is fed after it was started, and files that are written and run."""

from __future__ import annotations

import pytest

START = "import os, subprocess, tempfile\nfrom pathlib import Path\n"
PIPE = "subprocess.PIPE"


@pytest.mark.parametrize("lines", [
    f"p = subprocess.Popen(['psql'], stdin={PIPE})\np.communicate('drop table a')",
    f"p = subprocess.Popen(['psql'], stdin={PIPE})\np.communicate(input=b'drop table a')",
    f"p = subprocess.Popen(['psql'], stdin={PIPE})\np.stdin.write('drop table a')\np.stdin.close()",
    f"with subprocess.Popen('psql shop', shell=True, stdin={PIPE}) as p:\n    p.stdin.write('drop table a')",
    f"def feed(process, text):\n    process.communicate(text)\nfeed(subprocess.Popen(['psql'], stdin={PIPE}), 'drop table a')",
    "subprocess.run('psql shop', shell=True, input='drop table a')",
    "p = os.popen('psql shop', 'w')\np.write('drop table a')\np.close()",
    "p = os.popen('psql shop', 'w')\nprint('drop table', 'a', file=p)",
    f"p = subprocess.Popen(['psql'], stdin={PIPE})\nprint('drop table a', file=p.stdin)",
    "def fill(to):\n    print('drop table a', file=to)\nfill(os.popen('psql shop', mode='w'))",
    "p = os.popen('psql shop', 'w')\nprint >> p, 'drop table a'",
    "with open('x.sql', 'w') as f:\n    f.write('drop table a')\nsubprocess.run(['psql', '-f', 'x.sql'])",
    "Path('x.sql').write_text('drop table a')\nos.system('psql -f x.sql')",
    "Path('x.sh').write_text('psql -c \"drop table a\"')\nsubprocess.run(['bash', 'x.sh'])",
    "with open('x.sql', 'w') as f:\n    f.write('drop ')\n    f.write('table a;\\n')\nsubprocess.run(['psql', '-f', 'x.sql'])",
    "with tempfile.NamedTemporaryFile('w') as f:\n    f.write('drop table a')\n    subprocess.run(['psql', '-f', f.name])",
    "def save(path, text):\n    with open(path, 'w') as f:\n        f.write(text)\nsave('x.sql', 'drop table a')\nsubprocess.run('psql < x.sql', shell=True)",
])
def test_the_statement_is_told(trace, lines: str) -> None:
    found = trace(START + lines + "\n")
    assert [effect.target for effect in found.effects if effect.destructive] == ["a"]
    assert not found.unknowns


@pytest.mark.parametrize("lines", [
    f"def start():\n    return subprocess.Popen(['psql'], stdin={PIPE})\nstart().communicate(open('x').read())",
    f"p = subprocess.Popen(['psql'], stdin={PIPE})",
    f"p = subprocess.Popen(['psql'], stdin={PIPE})\np.communicate(os.environ['SQL'])",
    f"subprocess.Popen('cat | psql', shell=True, stdin={PIPE})",
    "p = os.popen('psql shop', 'w')",
    "p = os.popen('psql shop', 'w')\np.write(os.environ['SQL'])",
])
def test_what_nobody_sees_is_unknown(trace, lines: str) -> None:
    assert trace(START + lines + "\n").unknowns


@pytest.mark.parametrize("lines", [
    "Path('x.sql').write_text('drop table a')",
    "Path('x.sql').write_text('drop table a')\nsubprocess.run(['psql', '-f', 'y.sql'])",
    "subprocess.run(['psql', '-f', 'x.sql'])\nPath('x.sql').write_text('drop table a')",
])
def test_what_is_not_run_is_not_told(trace, lines: str) -> None:
    assert not any(effect.destructive for effect in trace(START + lines + "\n").effects)


@pytest.mark.parametrize("lines", [
    "def client():\n    return os.popen('psql shop', 'w')\np = client()\np.write('drop table a')",
    "class Client:\n    def __init__(self):\n        self.to = os.popen('psql shop', 'w')\n    def say(self, text):\n        self.to.write(text)\n"
    "Client().say('drop table a')",
    f"def client():\n    return subprocess.Popen(['psql', 'shop'], stdin={PIPE})\nclient().communicate('drop table a')",
])
def test_a_program_that_a_function_hands_back_may_be_fed_by_others(trace, lines: str) -> None:
    assert [effect.target for effect in trace(START + lines + "\n").effects if effect.destructive] == ["a"]


@pytest.mark.parametrize("lines", [
    f"p = subprocess.Popen(['psql', 'shop'], stdin={PIPE})\np.communicate(open('/srv/dump.sql').read())",
    f"q = subprocess.Popen(['zcat', 'd.gz'], stdout={PIPE})\nsubprocess.check_call(['psql', 'shop'], stdin=q.stdout)",
    f"q = subprocess.Popen(['ssh', 'db1', 'pg_dump old'], stdout={PIPE})\nsubprocess.check_call(['psql', 'shop'], stdin=q.stdout)",
    "subprocess.check_call(['psql', 'shop'], stdin=open('/srv/dump.sql'))",
    "subprocess.check_call('zcat d.gz | psql shop', shell=True)",
    "subprocess.check_call(['psql', 'shop', '-f', '/srv/dump.sql'])",
])
def test_a_dump_is_loaded_as_in_shell(trace, lines: str) -> None:
    assert [(effect.what, effect.confidence.value) for effect in trace(START + lines + "\n").effects if effect.destructive] == [
        ("loads a dump into shop", "inferred")]


@pytest.mark.parametrize("given", ["input=load()", f"stdin=subprocess.Popen(['./make'], stdout={PIPE}).stdout", "stdin=open('/srv/a.sql')", "stdin=load()"])
def test_what_it_reads_otherwise_is_told_with_its_database(trace, given: str) -> None:
    found = trace(START + f"subprocess.run(['psql', 'shop'], {given})\n")
    assert [(effect.action.value, effect.target, effect.destructive) for effect in found.effects if effect.resource == "database"] == [
        ("execute", "shop", False)]
    assert found.unknowns
