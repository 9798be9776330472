"""What is named as the target of an effect: the thing as people call it, never a stand-in of ours."""

from __future__ import annotations

import pytest

from handover_generator.model.text import Hole, Text, straight


@pytest.mark.parametrize(("bucket", "target"), [
    ("Bucket('reports').objects.filter(Prefix='old/')", "reports"),
    ("Bucket(os.environ['REPORTS']).objects.all()", "${REPORTS}"),
    ("Bucket(settings.get('REPORTS_BUCKET')).objects.all()", "${REPORTS_BUCKET}"),
    ("Bucket(settings.get('reports')).objects.all()", "${reports}"),
    ("Bucket(name()).objects.all()", "${name}"),
])
def test_members_that_a_loop_deletes_are_told_by_what_holds_them(trace, bucket: str, target: str) -> None:
    found = trace(f"import boto3, os\nfrom vault import settings, name\nfor one in boto3.resource('s3').{bucket}:\n    one.delete()\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


def test_a_task_that_is_given_itself_tries_again_and_nothing_is_left_unread(trace) -> None:
    found = trace("""
        import os
        from celery import Celery
        app = Celery('shop')
        @app.task(bind=True)
        def clean(self, path):
            try:
                os.remove(path)
            except OSError as error:
                raise self.retry(exc=error)
        clean.delay('/srv/old')
        """)
    assert [(effect.action.value, effect.target) for effect in found.effects] == [("delete", "/srv/old"), ("send", "clean")]
    assert found.unknowns == ()


@pytest.mark.parametrize(("members", "targets"), [
    ("Path('/srv').glob('*.log')", ["/srv/*.log"]),
    ("sorted(Path('/srv').rglob(sys.argv[1]))", ["/srv/${1}"]),
    ("Path('/srv').iterdir()", ["/srv/${name}"]),
    ("itertools.chain([Path('/srv/a')], Path('/srv').glob('b*'))", ["/srv/a", "/srv/b*"]),
    ("itertools.chain.from_iterable([Path('/a').glob('*'), Path('/b').glob('*')])", ["/a/*", "/b/*"]),
])
def test_members_of_a_folder_are_told_with_the_folder(trace, members: str, targets: list[str]) -> None:
    found = trace(f"import itertools, sys\nfrom pathlib import Path\nfor one in {members}:\n    one.unlink()\n")
    assert [effect.target for effect in found.effects if effect.destructive] == targets


def test_each_model_of_a_long_list_is_told(trace) -> None:
    names = [f"Table{number}" for number in range(12)]
    models = "from django.db import models\n" + "".join(f"class {name}(models.Model):\n    pass\n" for name in names)
    found = trace(f"from shop.models import *\nfor model in [{', '.join(names)}]:\n    model.objects.all().delete()\n",
                  {"shop/__init__.py": "", "shop/models.py": models})
    assert {effect.target for effect in found.effects if effect.destructive} == set(names)


@pytest.mark.parametrize(("promise", "target"), [("QuerySet[Order]", "Order"), ("'models.QuerySet[Order] | None'", "Order"), ("QuerySet", None)])
def test_a_promised_query_is_told_by_its_model(trace, promise: str, target: str | None) -> None:
    found = trace(f"from django.db import models\nfrom django.db.models import QuerySet\nfrom shop.models import Order\n"
                  f"def old() -> {promise}: ...\nold().delete()\n",
                  {"shop/__init__.py": "", "shop/models.py": "from django.db import models\nclass Order(models.Model):\n    pass\n"})
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


@pytest.mark.parametrize(("names", "target"), [
    ("script, old = sys.argv", "${1}"), ("old = sys.argv[1]", "${1}"), ("script, *rest = sys.argv\nold = rest[0]", "${argv}"),
    ("old = sys.argv[len(sys.argv) - 1]", "${@}"),
])
def test_arguments_are_called_as_in_shell(trace, names: str, target: str) -> None:
    assert [effect.target for effect in trace(f"import os, sys\n{names}\nos.remove(old)\n").effects] == [target]


def test_a_path_that_grows_with_each_turn_stays_short(trace) -> None:
    turns = "    path = os.path.join(path, path)\n" * 40        # twice as long with each of them
    found = trace(f"import os, sys\ndef clean(path):\n{turns}    os.remove(path)\nclean(sys.argv[1])\n")
    assert [len(effect.target or "") < 200 for effect in found.effects] == [True]


def test_what_lies_below_a_member_of_a_loop_keeps_its_path(trace) -> None:
    found = trace("import pymongo\nfor database in pymongo.MongoClient():\n    database.orders.drop()\n")
    assert [effect.target for effect in found.effects if effect.destructive] == ["*.orders"]


@pytest.mark.parametrize(("written", "target"), [("$DATA/old/${KIND}", "${DATA}/old/${KIND}"), ("/srv/100$/a", "/srv/100$/a")])
def test_a_variable_in_a_path_is_expanded_where_it_is_asked_for(trace, written: str, target: str) -> None:
    found = trace(f"import os\nos.remove(os.path.expandvars('{written}'))\n")
    assert [effect.target for effect in found.effects] == [target]
    assert {need.name for need in found.needs if need.kind == "env"} == ({"DATA", "KIND"} if "DATA" in written else set())


def test_a_program_in_a_folder_that_the_environment_names(trace) -> None:
    found = trace("import os, subprocess\nsubprocess.run([os.path.expandvars('$TOOLS/bin/rm'), '-r', '/srv/old'])\n")
    assert [effect.target for effect in found.effects] == ["/srv/old"]


def test_an_open_file_that_is_unpacked_is_no_other_file(trace) -> None:
    code = """
        import gzip, io, tarfile
        gzip.GzipFile(fileobj=io.BytesIO(b"")).read()
        tarfile.open(fileobj=io.BytesIO(b"")).getnames()
        gzip.GzipFile("orders.gz").read()
    """
    assert [(effect.action, effect.target) for effect in trace(code).effects] == [("read", "orders.gz")]


def test_a_file_beside_a_package_is_found_by_the_path_of_the_package(trace) -> None:
    code = """
        import os
        from django.db import connection
        from shop import queries
        with open(os.path.join(queries.__path__[0], "purge.sql")) as file:
            connection.cursor().execute(file.read())
    """
    files = {"shop/__init__.py": "", "shop/queries/__init__.py": "", "shop/queries/purge.sql": "DELETE FROM orders;\n"}
    report = trace(code, files)
    assert [(effect.action, effect.target) for effect in report.effects] == [("delete", "orders"), ("read", "shop/queries/purge.sql")]


def test_a_statement_stays_what_it_is_when_its_values_are_filled_in(trace) -> None:
    code = """
        from django.db import connections
        cursor = connections["reports"].cursor()
        cursor.copy_expert(cursor.mogrify("COPY orders TO STDOUT", {}), f)
    """
    assert [(effect.action, effect.target) for effect in trace(code).effects] == [("read", "orders")]


def test_what_a_file_says_is_not_called_like_the_file(trace) -> None:
    code = """
        import subprocess, yaml
        with open("/srv/hosts.yaml") as f:
            host = yaml.safe_load(f)["web"]["hosts"][0]
        subprocess.check_call(["scp", f"root@{host}:/etc/x", "/srv/out"])
        subprocess.check_call(["scp", f"root@{f.name}:/etc/y", "/srv/out"])
    """
    told = [(effect.resource, effect.action.value, effect.target) for effect in trace(code).effects if effect.resource == "remote-host"]
    assert ("remote-host", "read", "${hosts}:/etc/x") in told
    assert not any("hosts.yaml" in str(target) for _, _, target in told if "/etc/x" in str(target))


def test_what_may_follow_on_a_command_line_is_no_target(trace) -> None:
    code = """
        import subprocess, sys
        command = ["helm", "upgrade", "web", "chart"]
        for name in sys.argv[1:]:
            command.extend(["-f", name])
        subprocess.check_call(command)
        subprocess.check_call(["rm", "-rf", *sys.argv[1:]])
    """
    told = [(effect.resource, effect.target) for effect in trace(code).effects]
    assert ("cluster", "web") in told
    assert ("cluster", "${more arguments}") not in told
    assert any(resource == "filesystem" for resource, _ in told)                 # known only when it runs, and told all the same


def test_what_is_made_goes_away_again(trace) -> None:
    code = """
        import os, shutil
        class Server:
            def __init__(self):
                os.mkdir("/srv/a")
            def __del__(self):
                self.stop()
            def stop(self):
                shutil.rmtree("/srv/a/data")
        class Unused:
            def __del__(self):
                shutil.rmtree("/srv/b")
        Server()
    """
    assert {effect.target for effect in trace(code).effects} == {"/srv/a", "/srv/a/data"}


@pytest.mark.parametrize("loop", [
    "for a in tqdm.tqdm(NAMES, 'removing'):\n    wipe(a)", "for a in tqdm.auto.tqdm(iterable=NAMES):\n    wipe(a)",
    "for a in rich.progress.track(NAMES, 'removing'):\n    wipe(a)", "with click.progressbar(NAMES, label='x') as bar:\n    for a in bar:\n        wipe(a)",
    "for n, a in enumerate(progressbar.progressbar(NAMES)):\n    wipe(a)",
])
def test_a_bar_gives_the_loop_what_it_goes_through(loop: str, trace) -> None:
    head = "import click, progressbar, rich.progress, shutil, tqdm, tqdm.auto\nNAMES = ['/srv/a', '/srv/b']\ndef wipe(a):\n    shutil.rmtree(a)\n"
    assert {effect.target for effect in trace(head + loop).effects} == {"/srv/a", "/srv/b"}
    assert {effect.target for effect in trace(head + loop.replace("NAMES", "other()")).effects}.isdisjoint({"/srv/a", "removing", "x"})


def test_a_key_is_called_by_its_name(trace) -> None:
    code = """
        import requests
        for row in requests.get("https://example.org/list").json()["rows"]:
            for tag in row["tags"].items():
                requests.delete(f"https://example.org/{row['name']}/{tag[0]}")
    """
    assert [effect.target for effect in trace(code).effects if effect.destructive] == ["https://example.org/${name}/${tags}"]


def test_one_of_two_things_is_called_by_both(trace) -> None:
    code = """
        import argparse, os, sys
        parser = argparse.ArgumentParser()
        parser.add_argument("--name")
        parser.add_argument("--release")
        args = parser.parse_args()
        os.remove(f"/srv/{args.name or args.release}")
        os.remove(f"/srv/x{args.name or 'main'}")
    """
    assert {effect.target for effect in trace(code).effects} == {"/srv/${--name or --release}", "/srv/x${?}"}


def test_a_request_whose_address_asks_to_remove(trace) -> None:
    code = """
        import requests
        requests.post("https://example.org/admin/purge_history/a")
        requests.post("https://example.org/zones/purge_cache")
        requests.get("https://example.org/delete/b")
    """
    assert [effect.target for effect in trace(code).effects if effect.destructive] == ["https://example.org/admin/purge_history/a"]


def test_a_request_that_does_more_than_ask(trace) -> None:
    code = """
        import requests
        requests.get("https://ci.example.org/job/shop/buildWithParameters?token=a")
        requests.get("http://localhost:8983/solr/admin/cores?action=UNLOAD&core=a")
        requests.get("http://localhost:8983/solr/admin/cores?action=STATUS")
    """
    told = [(effect.action.value, effect.destructive) for effect in trace(code).effects if effect.resource == "http"]
    assert sorted(told) == [("read", False), ("write", False), ("write", True)]


def test_an_option_of_git_is_no_target(trace) -> None:
    code = """
        import git
        repository = git.Repo(search_parent_directories=True)
        repository.git.push("-u", "origin", "main")
        repository.git.commit("-m", "text")
    """
    told = {str(effect.target) for effect in trace(code).effects if effect.resource == "vcs"}
    assert "origin main" in told
    assert told.isdisjoint({"-u", "-m", "text"})


@pytest.mark.parametrize(("path", "wanted"), [
    ("jobs/../logs", "logs"),
    ("jobs/old/../../logs/", "logs/"),
    ("jobs//../logs", "logs"),
    ("${HOME}/app/../app/build", "${HOME}/app/build"),
    ("jobs/..", "."),
    ("../jobs/../logs", "../logs"),
    ("${LINK}/../logs", "${LINK}/../logs"),                 # it may be a link to anywhere
    ("./../logs", "./../logs"),
])
def test_a_way_there_and_back_is_not_told(path: str, wanted: str) -> None:
    assert straight(path) == wanted


@pytest.mark.parametrize(("made", "target"), [
    ("Path('/srv/a.tar.gz').with_suffix('.zip')", "/srv/a.tar.zip"),
    ("Path('/srv/a').with_suffix('.zip')", "/srv/a.zip"),
    ("Path('/srv/.a').with_suffix('.zip')", "/srv/.a.zip"),
    ("Path(sys.argv[1]).with_suffix('.zip')", "${1}.zip"),
    ("next(Path('/srv').glob('*.jpg')).with_suffix('.zip')", "/srv/*.zip"),
    ("Path(find()).with_suffix('.zip')", "${find}.zip"),
    ("Path('/srv/a.gz').with_stem('b')", "/srv/b.gz"),
    ("Path('/new') / Path('/srv/a/b').relative_to('/srv')", "/new/a/b"),
    ("Path('/new') / Path('/srv', sys.argv[1], 'b').relative_to(Path('/srv', sys.argv[1]))", "/new/b"),
    ("Path('/new') / Path('/srvs/a').relative_to('/srv')", "/new/${name}"),
    ("Path('/new') / Path(sys.argv[1]).relative_to(sys.argv[2])", "/new/${name}"),
])
def test_a_path_that_is_made_from_another_is_never_called_by_the_part_that_changes(trace, made: str, target: str) -> None:
    found = trace(f"import sys\nfrom pathlib import Path\nfrom shop import find\n({made}).unlink()\n")
    assert [effect.target for effect in found.effects if effect.action == "delete"] == [target]


@pytest.mark.parametrize(("address", "target"), [
    ("answer.get('next')", "${next}"),
    ("'http://shop/' + answer.get('order', {}).get('id')", "http://shop/${id}"),
    ("answer['links']['next']", "${next}"),
    ("urls.get('http://shop/orders')", "http://shop/orders"),
])
def test_a_field_of_an_answer_is_not_called_like_the_word_it_is_asked_for_with(trace, address: str, target: str) -> None:
    found = trace(f"import requests\nfrom vault import urls\nanswer = requests.get('http://shop').json()\nrequests.delete({address})\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


@pytest.mark.parametrize(("folder", "lost"), [("pathlib.Path(tempfile.mkdtemp())", False), ("pathlib.Path(tempfile.mkdtemp()) / 'a'", False),
                                              ("pathlib.Path(os.getcwd())", True)])
def test_a_path_to_a_temporary_folder_is_one(trace, folder: str, lost: bool) -> None:
    removed = [e for e in trace(f"import os, pathlib, shutil, tempfile\nshutil.rmtree({folder})\n").effects if e.action.value == "delete"]
    assert [effect.destructive for effect in removed] == [lost]


@pytest.mark.parametrize(("signal", "action"), [("signal.SIGKILL", "delete"), ("signal.SIGTERM", "delete"), ("15", "delete"), ("0", "read"),
                                                ("signal.SIGHUP", "write"), ("signal.SIGUSR1", "write"), ("number", "write")])
def test_a_signal_says_what_becomes_of_the_process(trace, signal: str, action: str) -> None:
    assert [e.action.value for e in trace(f"import os, signal, sys\nnumber = sys.argv[1]\nos.kill(1, {signal})\n").effects] == [action]


@pytest.mark.parametrize("rows", ["for name, kind in cursor.fetchall():\n    ", "name = cursor.fetchone()[0]\n"])
def test_what_a_query_gave_is_not_called_like_the_connection(trace, rows: str) -> None:
    text = f"import psycopg, sys\ncursor = psycopg.connect(f'dbname={{sys.argv[1]}} user=x').cursor()\n{rows}cursor.execute(f'DROP TABLE {{name}}')\n"
    assert [effect.target for effect in trace(text).effects if effect.destructive] == ["${row}"]


def test_a_class_is_not_called_like_what_it_was_found_with(trace) -> None:
    text = """
        from django.apps import apps
        from django.db import connection
        name = apps.get_model("main", "Job")().event_class.__name__
        connection.cursor().execute(f"DROP TABLE old_{name}")
    """
    assert [effect.target for effect in trace(text).effects if effect.destructive] == ["old_${name}"]


def test_an_archive_that_was_made_in_a_temporary_folder(trace) -> None:
    text = ("import os, tarfile, tempfile\nwith tarfile.open(os.path.join(tempfile.mkdtemp(), 'a.tgz'), 'w:gz') as made:\n    pass\n"
            "os.remove(made.name)\n")
    assert [effect.destructive for effect in trace(text).effects if effect.action.value == "delete"] == [False]


@pytest.mark.parametrize(("lines", "lost"), [
    ("open('/srv/a', 'w').write('x')\nos.remove('/srv/a')", False),
    ("p = os.path.join(os.environ['LOGS'], 'x.gz')\nwith gzip.open(p, 'w') as f:\n    f.write(b'x')\nos.unlink(p)", False),
    ("open('/srv/a', 'a').write('x')\nos.remove('/srv/a')", True),          # what was there before is still in it
    ("os.remove('/srv/a')\nopen('/srv/a', 'w').write('x')", True),
    ("if len(sys.argv) > 1:\n    open('/srv/a', 'w').write('x')\nos.remove('/srv/a')", True),
    ("open('/srv/a', 'w').write('x')\nos.remove('/srv/b')", True),
    ("def put(path):\n    open(path, 'w').write('x')\ndef drop(path):\n    os.remove(path)\nput(sys.argv[1])\ndrop(sys.argv[2])", True),
])
def test_a_file_that_the_program_wrote_itself_is_no_loss(trace, lines: str, lost: bool) -> None:
    assert [effect.destructive for effect in trace(f"import gzip, os, sys\n{lines}\n").effects if effect.action.value == "delete"] == [lost]


@pytest.mark.parametrize(("path", "target"), [
    ("strange.load(sys.argv[1]).old", "${old}"),
    ("strange.get('key')", "${key}"),
    ("strange.find('/srv/x')", "/srv/x"),
])
def test_a_thing_of_an_unknown_library_is_not_called_like_what_it_was_made_with(trace, path: str, target: str) -> None:
    found = trace(f"import shutil, strange, sys\nshutil.rmtree({path})\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


def test_a_path_is_not_called_like_a_class(trace) -> None:
    found = trace("import shutil, strange\nclass Up(strange.Base):\n    def wipe(self):\n        shutil.rmtree(self.folder)\nUp({}).wipe()\n")
    assert [effect.target for effect in found.effects if effect.destructive] == ["${folder}"]


def test_what_nobody_can_name_is_told_by_what_it_does(trace) -> None:
    text = "import boto3\nec2 = boto3.client('ec2')\nec2.start_instances(InstanceIds=look())\nec2.stop_instances(InstanceIds=look())\n"
    assert [effect.what for effect in trace(text).effects if effect.resource == "cloud"] == ["starts instances of ec2", "stops instances of ec2"]


def test_a_function_that_calls_itself_for_each_folder_in_a_folder_comes_to_an_end(trace) -> None:
    found = trace("""
        import os
        from django.core.files.storage import default_storage
        def scan(folder):
            folders, files = default_storage.listdir(folder)
            for name in files:
                default_storage.delete(os.path.join(folder, name))
            for name in folders:
                scan(os.path.join(folder, name))
        scan('old/')
        """)
    assert [effect.target for effect in found.effects if effect.destructive] == ["old/${name}", "old/${name}/${name}"]


@pytest.mark.parametrize(("name", "target"), [("'a.csv'", "/srv/a.csv"), ("sys.argv[1]", "/srv/${1}"), ("requests.get('http://x').text", "/srv/${?}"),
                                              ("glob.glob('/data/*.csv')[0]", "/data/*.csv")])
def test_what_a_thing_was_asked_for_with_is_no_piece_of_a_path(trace, name: str, target: str) -> None:
    found = trace(f"import glob, os, requests, sys\nos.remove(os.path.join('/srv', {name}))\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


def test_a_text_that_doubles_without_end_is_cut(trace) -> None:
    found = trace("""
        import os
        def double(text, times):
            if times > int(os.environ['TIMES']):
                os.remove(text)
                return
            double(f"{text}{text}", times + 1)
        double('a' * 3 + 'b', 0)
        double(os.environ['A'], 0)
        """)
    assert all(len(effect.target or "") < 2_000_000 for effect in found.effects)
    whole = Text.of("a" * 1_000_000, "a" * 1_000_000)
    assert whole.holes
    assert whole.literal is None
    assert Text.of("a" * 1_000_000, "b").literal == "a" * 1_000_000 + "b"
    assert len(Text.of(*[Hole("unknown", "")] * 10_000).parts) < 5_000


@pytest.mark.parametrize(("document", "target"), [
    ("json.load(open('conf'))", "${folder}"), ("json.loads(text)", "${folder}"), ("yaml.safe_load(text)", "${folder}"), ("tomllib.load(file)", "${folder}"),
    ("{'folder': '/srv/old'}", "/srv/old"),
])
def test_a_field_of_a_document_is_not_called_like_the_word_it_is_asked_for_with(trace, document: str, target: str) -> None:
    found = trace(f"import json, shutil, tomllib, yaml\nshutil.rmtree({document}.get('folder'))\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


@pytest.mark.parametrize(("database", "told"), [
    ("sqlite3.connect(':memory:')", []), ("create_engine('sqlite://').connect()", []),
    ("sqlite3.connect(os.path.join(tempfile.mkdtemp(), 'x.db'))", [("a", False)]), ("sqlite3.connect('/srv/x.db')", [("a", True)]),
    ("create_engine('sqlite:////srv/x.db').connect()", [("a", True)]),
])
def test_tables_of_a_database_that_passes_with_the_program_are_no_loss(trace, database: str, told: list[tuple[str, bool]]) -> None:
    found = trace(f"import os, sqlite3, tempfile\nfrom sqlalchemy import create_engine\n{database}.execute('drop table a')\n")
    assert [(effect.target, effect.destructive) for effect in found.effects if effect.resource == "database"] == told


def test_a_method_with_arguments_bound_in_the_class(trace) -> None:
    found = trace("import functools, shutil\nclass C:\n    def drop(self, path, deep):\n        shutil.rmtree(path)\n"
                  "    wipe = functools.partialmethod(drop, '/srv/a', deep=True)\nC().wipe()\n")
    assert [effect.target for effect in found.effects] == ["/srv/a"]


@pytest.mark.parametrize(("line", "told"), [
    ("os.rename('/srv/new', '/srv/live')", [("write", "/srv/live")]),
    ("os.replace('/srv/new', dst='/srv/live')", [("write", "/srv/live")]),
    ("Path('/srv/new').rename('/srv/live')", [("write", "/srv/live")]),
    ("Path('/srv/new').replace(target=Path('/srv/live'))", [("write", "/srv/live")]),
    ("open('/dev/null', 'w')", []),
    ("os.open(os.devnull, os.O_RDWR)", []),
    ("os.open('/srv/a', os.O_RDONLY)", [("read", "/srv/a")]),
    ("os.open('/srv/a', os.O_RDWR)", [("write", "/srv/a")]),
    ("os.remove('/dev/null')", [("delete", "/dev/null")]),
])
def test_where_a_file_ends_up(trace, line: str, told: list[tuple[str, str]]) -> None:
    walked = trace(f"import os\nfrom pathlib import Path\n{line}\n")
    assert [(effect.action.value, effect.target) for effect in walked.effects] == told


@pytest.mark.parametrize(("line", "kept"), [("shutil.copy('/srv/a', '/srv/a.bak')", True), ("os.rename('/srv/a', '/srv/a.bak')", False)])
def test_what_is_renamed_is_no_copy(trace, line: str, kept: bool) -> None:
    walked = trace(f"import os, shutil\n{line}\nshutil.rmtree('/srv/b')\n")
    assert any(guard.kind == "backup" for effect in walked.effects if effect.destructive for guard in effect.guards) is kept


@pytest.mark.parametrize(("path", "resource"), [("https://x.example/a.csv", "http"), ("/srv/a.csv", "filesystem"), ("https.csv", "filesystem")])
def test_what_is_read_by_its_address_is_fetched(trace, path: str, resource: str) -> None:
    found = trace(f"import pandas\npandas.read_csv({path!r})\n")
    assert [(effect.resource, effect.action, effect.target) for effect in found.effects] == [(resource, "read", path)]


@pytest.mark.parametrize(("path", "resource"), [
    ("/etc/sudoers.d/app", "permission"), ("/etc/shadow", "permission"), ("/root/.ssh/authorized_keys", "permission"),
    ("/etc/sudo.conf", "filesystem"), ("/srv/etc/passwd", "filesystem"), ("/root/.ssh/config", "filesystem")])
def test_a_file_that_says_who_may_do_what(trace, path: str, resource: str) -> None:
    effects = trace(f"open({path!r}, 'a').write(x)\n").effects
    assert [(effect.resource, effect.action.value) for effect in effects] == [(resource, "write")]
    assert [effect.resource for effect in trace(f"open({path!r}).read()\n").effects] == ["filesystem"]


@pytest.mark.parametrize(("text", "target"), [
    ("import os\nclass A:\n    def f(self, cls):\n        os.remove(cls.__path__)\nA().f(unseen())\n", None),
    ("import os\nfrom django.db.models import TextField\nos.remove(TextField())\n", None),
    ("import os\nos.remove(os.environ['NAME'])\n", "${NAME}"),
])
def test_a_name_of_the_code_is_no_target(trace, text: str, target: str | None) -> None:
    assert [effect.target for effect in trace(text).effects] == [target]


_HOLDER = """
    from django.contrib.auth.models import Group
    from django.core.management.base import BaseCommand
    from django.db import models
    class Order(models.Model):
        pass
    class Command(BaseCommand):
        kind = Group
        orders = Order.objects.filter(a=1)
        groups = Group.objects.filter(a=1)
        model = Order
        def handle(self, *args, **options):
            self.{}
    Command().handle()
"""


@pytest.mark.parametrize(("call", "target"), [
    ("kind.objects.filter(b=2).delete()", "Group"), ("orders.delete()", "Order"), ("groups.delete()", "Group"), ("model.objects.filter(b=2).delete()", "Order")])
def test_rows_are_of_the_model_that_a_command_holds(trace, call: str, target: str) -> None:
    assert [effect.target for effect in trace(_HOLDER.format(call)).effects if effect.destructive] == [target]


def test_the_links_of_a_model_that_a_command_holds(trace) -> None:
    found = trace(_HOLDER.format("kind.objects.get(name='a').permissions.add(1)")).effects
    assert {effect.target for effect in found if effect.action.value == "write"} == {"Group.permissions"}


_TABLES = {"manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n', "shop/models.py": """
    from django.db import models
    class Order(models.Model):
        pass
    class Named(models.Model):
        class Meta:
            db_table = "names"
    class Labelled(models.Model):
        class Meta:
            app_label = "store"
    class Proxy(Order):
        class Meta:
            proxy = True
    class Computed(models.Model):
        class Meta:
            db_table = prefix() + "x"
"""}


@pytest.mark.parametrize(("model", "files", "target"), [
    ("Order", {}, "shop_order"), ("Named", {}, "names"), ("Labelled", {}, "store_labelled"), ("Proxy", {}, "${db_table}"),
    ("Computed", {}, "${db_table}"), ("Order", {"shop/apps.py": "class Shop:\n    label = 'x'\n"}, "x_order"),
    ("Order", {"shop/apps.py": "class Shop:\n    label = NAME\n"}, "${db_table}")])
def test_the_table_of_a_model(trace, model: str, files: dict[str, str], target: str) -> None:
    code = f"from django.db import connection\nfrom shop.models import {model}\nconnection.cursor().execute('DELETE FROM %s' % {model}._meta.db_table)\n"
    assert [effect.target for effect in trace(code, {**_TABLES, **files}).effects if effect.destructive] == [target]


def test_each_table_of_several_models(trace) -> None:
    code = """
        from django.db import connection
        from shop.models import Named, Order
        FIELDS = {Named: {"a": "x", "b": "y"}, Order: {"c": "z"}}
        with connection.cursor() as cursor:
            for model, fields in FIELDS.items():
                for field, value in fields.items():
                    cursor.execute("UPDATE %s SET %s = '%s'" % (model._meta.db_table, field, value))
    """
    assert [effect.target for effect in trace(code, _TABLES).effects if effect.destructive] == ["names", "shop_order"]


def test_a_key_of_an_answer_is_not_called_like_who_was_asked(trace) -> None:
    code = """
        from opensearchpy import OpenSearch
        client = OpenSearch("http://localhost:9200")
        old = list(client.indices.get_alias(name="shop").keys())[0]
        client.indices.delete(index=old)
        client.indices.delete(index="new")
    """
    assert {effect.target for effect in trace(code).effects if effect.destructive} == {"${get_alias}", "new"}


@pytest.mark.parametrize(("line", "name"), [
    ("subprocess.run(['/usr/bin/date', '+%F'], capture_output=True).stdout.strip()", "output of date"),
    ("subprocess.check_output('date +%F', shell=True).decode()", "output of date"),
    ("os.popen('date +%F').read()", "output of date"),
    ("subprocess.getoutput(sys.argv[1])", "output"),
])
def test_what_a_command_prints_is_called_by_the_program(trace, line: str, name: str) -> None:
    found = trace(f"import os, subprocess, sys\nday = {line}\nos.remove(f'/srv/{{day}}.log')\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [f"/srv/${{{name}}}.log"]


@pytest.mark.parametrize(("line", "lost"), [
    ("subprocess.check_output(['mktemp', '-d']).decode().strip()", []), ("os.popen('tempfile -s .pdf').read().strip()", []),
    ("subprocess.check_output(['ssh', host, 'mktemp -d']).strip()", []), ("subprocess.check_output(['latest', 'mktemp']).strip()", ["${output of latest}"]),
])
def test_a_temporary_file_that_a_command_made_is_no_loss(trace, line: str, lost: list[str]) -> None:
    found = trace(f"import os, subprocess, sys\nhost = sys.argv[1]\nfile = {line}\nos.remove(file)\n")
    assert [effect.target for effect in found.effects if effect.destructive] == lost
    assert "delete" in [effect.action.value for effect in found.effects]


def test_a_part_of_the_name_of_a_file_is_called_by_the_field_that_holds_the_file(trace) -> None:
    code = """
        import shutil
        from django.db import models
        class Photo(models.Model):
            image = models.ImageField()
        for photo in Photo.objects.all():
            shutil.rmtree(photo.image.name.rsplit("/", 1)[0])
    """
    assert [effect.target for effect in trace(code).effects if effect.destructive] == ["${image}"]


def test_a_folder_with_its_slash_is_joined_with_what_is_put_behind_it(trace) -> None:
    code = "import os, sys\nos.remove(os.path.join(sys.argv[1], 'fixtures/') + 'users.json')\nos.remove(os.path.join('/srv', 'a') + '.json')\nos.remove(os.path.join('/srv', 'b/') + 'c')\n"
    assert {effect.target for effect in trace(code).effects} == {"/srv/b/c", "${1}/fixtures/users.json", "/srv/a.json"}


@pytest.mark.parametrize(("loop", "ran", "unknowns"), [
    ("for one in TABLES:\n    line += f' --table {one}'\n", "database read shop", 0),
    ("for one in TABLES:\n    line += ' --table ' + one\nfor one in TABLES:\n    line += ' --exclude-table {}'.format(one)\n", "database read shop", 0),
    ("while TABLES:\n    line += ' --table ' + TABLES.pop()\n", "database read shop", 0),
    ("for one in TABLES:\n    line = one\n", "database read shop", 1),
    ("for one in TABLES:\n    line += ' -v'\n    line = other(line)\n", "database read shop", 1),
])
def test_a_command_that_a_loop_makes_longer_is_the_same_command(trace, loop: str, ran: str, unknowns: int) -> None:
    code = f"import os, sys\nfrom names import TABLES\nline = 'pg_dump shop'\n{loop}os.system(line)\n"
    found = trace(code)
    assert ran in {f"{effect.resource} {effect.action} {effect.target}" for effect in found.effects}
    assert len([unknown for unknown in found.unknowns if unknown.kind.startswith("dynamic")]) == unknowns
    assert not [effect for effect in found.effects if "more" in (effect.target or "")]


@pytest.mark.parametrize(("line", "told"), [
    ("shutil.rmtree(BASE)", "delete ."), ("os.listdir(Path(__file__).parent)", "read ."), ("shutil.rmtree(os.path.join(BASE, 'a'))", "delete a")])
def test_the_top_of_the_repository_has_a_name(trace, line: str, told: str) -> None:
    walked = trace(f"import os, shutil\nfrom pathlib import Path\nBASE = os.path.dirname(os.path.abspath(__file__))\n{line}\n")
    assert [f"{effect.action.value} {effect.target}" for effect in walked.effects] == [told]


@pytest.mark.parametrize(("number", "target"), [("int(order)", "/srv/${order}"), ("float(len(order))", "/srv/${len}"), ("int(sys.argv[1])", "/srv/${1}")])
def test_a_number_is_called_like_what_it_was_made_of(trace, number: str, target: str) -> None:
    found = trace(f"import os, sys\ndef wipe(order):\n    os.remove(f'/srv/{{{number}}}')\nwipe(whatever())\n")
    assert [effect.target for effect in found.effects] == [target]
