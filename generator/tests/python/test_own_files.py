"""Files that a program makes anew and removes again: no loss, however they were written."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import Action

START = "import os, pathlib, shutil, subprocess\nfrom elsewhere import ask, send\n"


def lost(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize("lines", [
    "subprocess.run(['wget', '-O', 'a.7z', 'https://h/a'])\nos.remove('a.7z')",
    "subprocess.run(['openssl', 'req', '-out', 'a.7z'])\nsubprocess.run(['rm', 'a.7z'])",
    "open('a.7z', 'w').write(x)\nsubprocess.run('rm -f a.7z', shell=True)",
    "def go(old):\n    if ask() != old:\n        p = pathlib.Path('a.7z')\n        p.write_text('x')\n        send(p)\n        p.unlink()\ngo(1)",
    "if ask():\n    open('a.7z', 'w').write(x)\n    if ask(2):\n        os.remove('a.7z')",
    "with open('a.7z', 'w+') as f:\n    f.write(x)\nwith open('a.7z', 'rb') as f:\n    send(f)\nos.remove('a.7z')",
    "new = os.path.join(os.getcwd(), 'gpg')\nos.symlink('/usr/bin/gpg', new)\nos.unlink(new)"])
def test_what_was_made_anew_is_no_loss(trace, lines: str) -> None:
    walked = trace(START + lines + "\n")
    assert lost(walked) == []
    assert "delete" in [effect.action.value for effect in walked.effects]


@pytest.mark.parametrize(("mode", "losses"), [("w", 0), ("wb", 0), ("w+", 0), ("r+", 1), ("a", 1), ("a+", 1)])
def test_only_what_was_there_is_emptied(trace, mode: str, losses: int) -> None:
    assert len(lost(trace(f"{START}with open('a.7z', '{mode}') as f:\n    f.truncate(0)\n    f.write(x)\n"))) == losses


@pytest.mark.parametrize("lines", [
    "subprocess.run(['wget', '-P', 'a.7z', 'https://h/a'])\nos.remove('a.7z')",
    "if ask():\n    open('a.7z', 'w').write(x)\nos.remove('a.7z')",
    "if ask():\n    open('a.7z', 'w').write(x)\nelse:\n    os.remove('a.7z')",
    "def make():\n    if ask():\n        open('a.7z', 'w').write(x)\ndef drop():\n    if ask():\n        os.remove('a.7z')\nmake()\ndrop()",
    "subprocess.run('if test -e b; then wget -O a.7z https://h/a; fi', shell=True)\nos.remove('a.7z')",
    "open('a.7z', 'a').write(x)\nos.remove('a.7z')"])
def test_what_may_have_lain_there_is_a_loss(trace, lines: str) -> None:
    assert lost(trace(START + lines + "\n")) == ["a.7z"]


@pytest.mark.parametrize(("code", "told"), [
    ("out = tempfile.mkdtemp() if len(sys.argv) > 2 else sys.argv[1]\nshutil.rmtree(out)", {"${mkdtemp}": False, "${1}": True}),
    ("for path in ['/tmp/x', '/srv/y']:\n    os.remove(path)", {"/tmp/x": False, "/srv/y": True}),
    ("out = '/tmp/a'\nif sys.argv[1:]:\n    out = sys.argv[1]\nos.remove(out)", {"/tmp/a": False, "${1}": True}),
    ("shutil.rmtree(tempfile.mkdtemp())", {"${mkdtemp}": False}),
])
def test_only_those_of_several_that_are_passing_lose_nothing(trace, code, told):
    found = trace(f"import os, shutil, sys, tempfile\n{code}\n")
    assert {effect.target: effect.destructive for effect in found.effects if str(effect.action) == "delete"} == told


@pytest.mark.parametrize(("line", "lost"), [
    ("Path(path).unlink()", False),
    ("os.remove(str(path))", False),
    ("Path(made()).unlink()", False),
    ("Path(row.name).unlink()", True),
])
def test_a_temporary_file_is_one_wherever_its_name_goes(trace, line: str, lost: bool) -> None:
    code = ("import os, tempfile\nfrom pathlib import Path\nfrom rows import row\n\ndef made():\n"
            "    with tempfile.NamedTemporaryFile(delete=False) as f:\n        f.write(b'a')\n    return Path(f.name)\n\n"
            f"with tempfile.NamedTemporaryFile(delete=False) as f:\n    path = f.name\n{line}\n")
    assert bool([effect for effect in trace(code).effects if effect.destructive]) is lost


@pytest.mark.parametrize("top", ["TOP", "TOP + '/'", "f'{TOP}/'", "os.path.join(TOP, '')"])
@pytest.mark.parametrize("path", ["f'{ROOT}/tmp'", "ROOT + '/tmp'", "'{}/tmp'.format(ROOT)", "'%s/tmp' % ROOT"])
def test_a_folder_below_the_top_is_none_of_the_machine(trace, top: str, path: str) -> None:
    told = trace(f"import os, shutil\nTOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nROOT = {top}\nshutil.rmtree({path})\n",
                 path="app/run.py")
    assert [(effect.target, effect.destructive) for effect in told.effects] == [("tmp", True)]


@pytest.mark.parametrize("lines", [
    "import urllib.request\nurllib.request.urlretrieve('http://h/a', '/srv/a')\nos.remove('/srv/a')",
    "import urllib.request\np = '/srv/a'\nurllib.request.urlretrieve('http://h/a', filename=p)\nos.unlink(p)",
    "shutil.copy('b', '/srv/a.tgz')\nos.remove('/srv/a.tgz')"])
def test_what_was_fetched_or_copied_there_is_no_loss(trace, lines: str) -> None:
    assert lost(trace(START + lines + "\n")) == []


@pytest.mark.parametrize("lines", [
    "shutil.copy('b', '/srv/a')\nshutil.rmtree('/srv/a')",
    "import urllib.request\nurllib.request.urlretrieve('http://h/a', '/srv/b')\nos.remove('/srv/a')"])
def test_what_was_put_elsewhere_says_nothing_of_it(trace, lines: str) -> None:
    assert lost(trace(START + lines + "\n")) == ["/srv/a"]


@pytest.mark.parametrize(("name", "lost_names"), [
    ("'k-' + str(uuid.uuid4())", []), ("f'k-{uuid.uuid4().hex}'", []), ("'k-%s' % os.getpid()", []), ("'prod'", ["prod"])])
def test_what_is_made_for_one_run_is_no_loss(trace, name: str, lost_names: list[str]) -> None:
    lines = f"import boto3, uuid\nname = {name}\nec2 = boto3.client('ec2')\nec2.create_key_pair(KeyName=name)\nec2.delete_key_pair(KeyName=name)\n"
    assert lost(trace(START + lines)) == lost_names


_SOME = "import os, shutil, sys, tempfile\ndef get(kind):\n    if kind == 'none':\n        return 1, None\n    where = {made}\n    if kind == 'plain':\n" \
        "        path = os.path.join(where, sys.argv[1] + '.mp4')\n    else:\n        path = os.path.join(where, os.path.basename(kind))\n" \
        "    return 2, path\n_, path = get(sys.argv[2])\nshutil.rmtree(os.path.dirname(path))\n"


def test_the_folder_of_one_of_several_files_is_that_of_each(trace):
    assert [effect.destructive for effect in trace(_SOME.format(made="tempfile.mkdtemp()")).effects if effect.action == "delete"] == [False, False]
    assert {effect.destructive for effect in trace(_SOME.format(made="'/srv/films'")).effects if effect.action == "delete"} == {True}


@pytest.mark.parametrize("name", [
    "os.path.join(os.environ['WORK'], 'status-' + time.strftime('%Y%m%d') + '.csv')",
    "os.environ['WORK'] + '/status-' + time.strftime('%Y%m%d') + '.csv'",
    "f\"{os.environ['WORK']}/status-{datetime.now().strftime('%Y')}.csv\"",
    "os.path.join(os.environ['WORK'], 'status-%s.csv' % date.today().strftime('%Y'))",
])
def test_a_file_with_the_time_in_its_name_is_known_again(name: str, trace) -> None:
    code = f"import os, time\nfrom datetime import date, datetime\nname = {name}\nwith open(name, 'w') as f:\n    f.write('x')\nos.remove(name)\n"
    found = [effect for effect in trace(code).effects if effect.action is Action.DELETE]
    assert [(effect.target, effect.destructive) for effect in found] == [("${WORK}/status-${time}.csv", False)]


@pytest.mark.parametrize(("lines", "lost"), [
    (("curl -s http://h/a > raw.gz", "gunzip -f raw.gz", "mv raw raw2", "rm raw2"), False),
    (("wget http://h/a.tar.gz", "tar xzf a.tar.gz", "rm -rf a"), False),
    (("gunzip -f raw.gz", "mv raw raw2", "rm raw2"), True),
])
def test_commands_that_unpack_what_was_fetched(trace, lines: tuple[str, ...], lost: bool) -> None:
    for run in ("os.system({!r})", "subprocess.run({!r}, shell=True)", "subprocess.check_call(shlex.split({!r}))"):
        if ">" in lines[0] and "shlex" in run:
            continue
        text = "import os, shlex, subprocess\n" + "".join(run.format(line) + "\n" for line in lines)
        assert [effect.destructive for effect in trace(text).effects if effect.action == "delete"] == [lost], run


HEADS = {"click": "import click\n@click.group()\ndef cli():\n    pass\n", "invoke": "from invoke import task\n"}
MADE = {"click": "@cli.command()\ndef {}():\n    {}\n", "invoke": "@task\ndef {}(c):\n    {}\n"}
WRITES, WIPES = "open('/srv/a.txt', 'w').write('x')", "os.remove('/srv/a.txt')"


@pytest.mark.parametrize("kind", HEADS)
def test_what_another_command_wrote_was_there_before(trace, kind: str) -> None:
    text = f"import os\n{HEADS[kind]}" + MADE[kind].format("fill", WRITES) + MADE[kind].format("wipe", WIPES)
    assert lost(trace(text, path="tasks.py")) == ["/srv/a.txt"]


@pytest.mark.parametrize("kind", HEADS)
def test_what_a_command_wrote_itself_was_not(trace, kind: str) -> None:
    text = f"import os\n{HEADS[kind]}" + MADE[kind].format("fill", f"{WRITES}\n    {WIPES}")
    assert lost(trace(text, path="tasks.py")) == []


UP = "import argparse, fire, os, sys\ndef up(*a):\n    open('/srv/a.txt', 'w').write('x')\ndef down(*a):\n    os.remove('/srv/a.txt')\n"


@pytest.mark.parametrize("choice", [
    "if sys.argv[1] == 'up':\n    up()\nelif sys.argv[1] == 'down':\n    down()\n",
    "C = {'up': up, 'down': down}\nC[sys.argv[1]]()\n",
    "p = argparse.ArgumentParser()\ns = p.add_subparsers()\ns.add_parser('up').set_defaults(func=up)\n"
    "s.add_parser('down').set_defaults(func=down)\na = p.parse_args()\na.func(a)\n",
    "class T:\n    def fill(self):\n        up()\n    def wipe(self):\n        down()\nfire.Fire(T)\n",
    "fire.Fire({'up': up, 'down': down})\n",
    "def go():\n    up()\nif sys.argv[1:]:\n    go()\ndown()\n",
])
def test_what_another_way_through_the_program_wrote_was_there_before(trace, choice: str) -> None:
    assert lost(trace(UP + choice)) == ["/srv/a.txt"]


@pytest.mark.parametrize("way", [
    "up()\ndown()\n", "def go():\n    up()\ngo()\ndown()\n", "if sys.argv[1:]:\n    up()\n    down()\n", "if sys.argv[1:]:\n    up()\nup()\ndown()\n",
])
def test_what_the_same_way_wrote_was_not(trace, way: str) -> None:
    assert lost(trace(UP + way)) == []


_FETCH = "import boto3, os, sys\nfrom pathlib import Path\nfrom elsewhere import name_of, other\ns3 = boto3.client('s3')\n"


@pytest.mark.parametrize("lines", [
    "for key in sys.argv[2:]:\n    local = os.path.join(sys.argv[1], name_of(key))\n    s3.download_file('b', key, local)\n    os.remove(local)",
    "def one(folder, key):\n    p = Path(folder) / key\n    p.write_text('x')\n    other(p)\n    p.unlink()\none(sys.argv[1], sys.argv[2])",
    "def one(folder, key):\n    p = Path(folder) / key\n    with open(str(p), 'wb') as f:\n        f.write(x)\n    if other(p):\n        os.unlink(p)\n"
    "one(sys.argv[1], sys.argv[2])",
    "def one(path):\n    try:\n        s3.download_file('b', 'k', path)\n    except Exception:\n        if os.path.exists(path):\n            os.unlink(path)\n"
    "        raise\none(sys.argv[1])",
    "for key in sys.argv[2:]:\n    open(f'{sys.argv[1]}/{key}', 'w').write(x)\n    os.remove(f'{sys.argv[1]}/{key}')",
    "class A:\n    def go(self, path):\n        self.path = path\n        with open(self.path, 'w') as f:\n            f.write(x)\n"
    "        os.remove(self.path)\nA().go(sys.argv[1])",
])
def test_what_was_written_under_the_same_expression_is_no_loss(trace, lines: str) -> None:
    walked = trace(_FETCH + lines + "\n")
    assert lost(walked) == []
    assert "delete" in [effect.action.value for effect in walked.effects]


@pytest.mark.parametrize("lines", [
    "for key in sys.argv[2:]:\n    s3.download_file('b', key, os.path.join(sys.argv[1], key))\n"
    "for key in other():\n    os.remove(os.path.join(sys.argv[1], key))",
    "for key in sys.argv[2:]:\n    open(key, 'w').write(x)\n    key = other(key)\n    os.remove(key)",
    "def one(key):\n    open(key, 'w').write(x)\n    for key in other():\n        os.remove(key)\none(sys.argv[1])",
    "def one(key):\n    open(key, 'a').write(x)\n    os.remove(key)\none(sys.argv[1])",
    "def one(key):\n    if other():\n        open(key, 'w').write(x)\n    os.remove(key)\none(sys.argv[1])",
    "def one(key):\n    os.remove(key)\n    open(key, 'w').write(x)\none(sys.argv[1])",
    "def one(key):\n    open(name_of(key), 'w').write(x)\n    os.remove(name_of(key))\none(sys.argv[1])",
    "def one(path):\n    try:\n        s3.download_file('b', 'k', path)\n    except Exception:\n        other()\n    os.unlink(path)\none(sys.argv[1])",
    "rows = other()\nopen(rows['path'], 'w').write(x)\nrows['path'] = sys.argv[1]\nos.remove(rows['path'])",
    "class A:\n    def go(self, path):\n        open(self.path, 'w').write(x)\n        self.path = path\n        os.remove(self.path)\nA().go(sys.argv[1])",
])
def test_what_only_reads_alike_may_be_another_file(trace, lines: str) -> None:
    assert len(lost(trace(_FETCH + lines + "\n"))) == 1


def test_a_file_put_on_another_machine_and_removed_again(trace) -> None:
    code = ("import paramiko, sys\nsftp = paramiko.SSHClient().open_sftp()\ndef put(path, final):\n    part = final + '.part'\n    try:\n"
            "        sftp.put(path, part)\n        sftp.rename(part, final)\n    except Exception:\n        sftp.remove(OF)\n        raise\n"
            "put(sys.argv[1], FINAL)\n")
    for final in ("'/srv/a'", "sys.argv[2]", "'/srv/' + sys.argv[2]"):
        assert lost(trace(code.replace("OF", "part").replace("FINAL", final))) == []
        assert len(lost(trace(code.replace("OF", "final").replace("FINAL", final)))) == 1


@pytest.mark.parametrize("listed", ["sftp.listdir(sys.argv[1])", "sftp.listdir_iter(sys.argv[1])", "ftplib.FTP('h').nlst(sys.argv[1])"])
def test_members_of_a_folder_elsewhere_are_not_called_like_the_folder(trace, listed: str) -> None:
    walked = trace(f"import ftplib, os, paramiko, sys\nsftp = paramiko.SSHClient().open_sftp()\nfor name in {listed}:\n    os.remove('/srv/' + name)\n")
    assert [effect.target for effect in walked.effects if effect.action is Action.DELETE] == ["/srv/${name}"]


_GUARDED = """
    import os
    from shop.settings import RUN

    class Base:
        def __init__(self):
            self.pid = os.path.join(RUN, {name})

        def run(self):
            self.begin()
            self.end()

        def begin(self):
            open(self.pid, "w").write("1")

        def end(self):
            os.remove(self.pid)
"""


@pytest.mark.parametrize(("name", "losses"), [
    ("self.__module__.split('.')[-1]", []), ("os.environ['NAME']", ["${RUN}/${NAME}"]),
])
def test_a_file_that_is_called_like_the_module_of_a_class_is_known_again(trace, name: str, losses: list[str]) -> None:
    files = {"shop/base.py": _GUARDED.replace("{name}", name), "shop/__init__.py": "", "shop/settings.py": "from elsewhere import RUN\n"}
    walked = trace("from shop.base import Base\nclass Load(Base):\n    pass\nLoad().run()\n", files, path="shop/load.py")
    assert tuple(effect.action.value for effect in walked.effects) == ("delete", "write")
    assert lost(walked) == losses


def test_a_class_may_lie_in_the_module_of_any_that_is_made_from_it(trace) -> None:
    files = {"shop/__init__.py": "", "shop/base.py": "from importlib import import_module\n\nclass App:\n    @classmethod\n    def load(cls):\n"
             "        return import_module(cls.__module__.rpartition('.')[0] + '.wipes').wipe()\n", "shop/wipes.py": "def wipe():\n    print('none')\n",
             "shop/one/__init__.py": "", "shop/one/apps.py": "from shop.base import App\n\nclass One(App):\n    pass\n",
             "shop/one/wipes.py": "import shutil\n\ndef wipe():\n    shutil.rmtree('/srv/one')\n"}
    walked = trace("from shop.base import App\nimport shop.one.apps\nfor app in App.__subclasses__():\n    app.load()\n", files)
    assert lost(walked) == ["/srv/one"] or walked.unknowns
