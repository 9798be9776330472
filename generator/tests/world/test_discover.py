"""Which files are scripts, and which must not be."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis.folders import interpreter_language, is_like_test, is_test
from handover_generator.sources._starters.kinds.dockerfiles import is_recipe_text

Scripts = Callable[[Mapping[str, str]], dict[str, tuple[str, ...]]]
GUARD = "def main():\n    pass\nif __name__ == '__main__':\n    main()\n"


def test_reasons_are_told(scripts: Scripts) -> None:
    found = scripts({"ops/a.sh!": "#!/bin/sh\nrm x\n", "Makefile": "x:\n\tops/a.sh\n", "tools/b.py": GUARD, "shop/c.py": GUARD,
                     "pyproject.toml": "[project]\nname='x'\n[project.scripts]\nc-do='shop.c:main'\n"})
    assert found["ops/a.sh"] == ("has a shebang line", "is marked executable", "lies in ops/", "started by make")
    assert found["tools/b.py"] == ("has a main guard", "lies in tools/")
    assert found["shop/c.py"] == ("installed as the command c-do", "has a main guard", "started by packaging")


def test_a_file_that_makes_a_flow_of_tasks(scripts: Scripts) -> None:
    flow = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nflow = DAG('a')\nls = BashOperator(dag=flow)\n"
    found = scripts({"dags/a.py": flow, "dags/b.py": flow.replace("DAG", "Variable")})
    assert {path: reasons[0] for path, reasons in found.items()} == {"dags/a.py": "has a flow of tasks"}


@pytest.mark.parametrize("path",
                         ["tests/a.py", "shop/test_a.py", "conftest.py", "setup.py", "docs/conf.py", "node_modules/x/a.py", "vendor/y/a.py",
                          "scripts/__init__.py",
                                  "shop/a_test.py", "third_party/a.py", "config/settings.py", "api/x_pb2.py"])
def test_never_scripts(scripts: Scripts, path: str) -> None:
    assert scripts({path: GUARD}) == {}


PARSES = "import argparse\nparser = argparse.ArgumentParser()\nargs = parser.parse_args()\nprint(args.name)\n"


@pytest.mark.parametrize(("text", "found"), [
    (PARSES, ["shop/ban.py"]), (PARSES.replace("args =", "args, rest =").replace("parse_args", "parse_known_args"), ["shop/ban.py"]),
    (PARSES.replace("args = parser.parse_args()", "args = load()"), []),
    ("def main():\n    args = parser.parse_args()\nregister(main)\n", [])])
def test_a_module_of_a_package_that_reads_a_command_line_at_once_is_a_script(scripts: Scripts, text: str, found: list[str]) -> None:
    assert list(scripts({"shop/__init__.py": "", "shop/ban.py": text})) == found


def test_a_module_that_others_import_is_no_script_for_the_command_line_it_reads(scripts: Scripts) -> None:
    texts = {"shop/__init__.py": "", "shop/options.py": PARSES, "shop/go.py": "from shop.options import args\n" + GUARD}
    assert list(scripts(texts)) == ["shop/go.py"]


def test_a_shell_that_something_else_starts_makes_a_script(scripts: Scripts) -> None:
    found = scripts({"image/setup!": "#!/command/with-contenv bash\nrm x\n", "image/run!": "#!/command/execlineb -P\nrm x\n"})
    assert list(found) == ["image/setup"]


@pytest.mark.parametrize("path", ["scripts/test-rules.py", "scripts/adhoc_tests.py", "tools/try_test.py"])
def test_what_is_only_called_like_a_test_is_a_script_among_scripts(scripts: Scripts, path: str) -> None:
    program = "#!/usr/bin/env python\nclass AdhocTester:\n    pass\n" + GUARD
    assert list(scripts({path: program})) == [path]
    assert scripts({path: program + "def test_it():\n    pass\n"}) == {}
    assert scripts({path: "import pytest\n" + program}) == {}
    assert scripts({"tests/" + path: program, "scripts/conftest.py": program}) == {}


def test_a_package_is_a_script_where_it_is_installed_as_a_command(scripts: Scripts) -> None:
    project = "[project]\nname='x'\n[project.scripts]\nboard='shop.board:main'\n"
    assert list(scripts({"shop/__init__.py": GUARD, "shop/board/__init__.py": GUARD, "pyproject.toml": project})) == ["shop/board/__init__.py"]


def test_a_package_is_a_script_where_a_schedule_runs_its_tasks(scripts: Scripts) -> None:
    tasks = "@app.task(name='nightly')\ndef nightly():\n    pass\n"
    schedule = "beat_schedule = {\n  'a': {'task': 'nightly', 'schedule': 30.0},\n}\n"
    assert list(scripts({"shop/tasks/__init__.py": tasks, "shop/config.py": schedule})) == ["shop/tasks/__init__.py"]
    assert scripts({"shop/tasks/__init__.py": tasks}) == {}


def test_empty_lines_before_the_shebang_line(scripts: Scripts) -> None:
    assert list(scripts({"dev/pre-commit!": "\n#!/usr/bin/env bash\nmake check\n", "dev/words!": "\nshebang #!/bin/sh\n"})) == ["dev/pre-commit"]


def test_a_vendored_program_is_a_script_where_our_own_files_start_it(scripts: Scripts) -> None:
    found = scripts({"vendored/tools/upload!": "#!/bin/bash\naws s3 cp x s3://y\n", "vendored/tools/other!": "#!/bin/bash\nrm x\n",
                     "vendored/tools/plain": "#!/bin/bash\nrm x\n",
                     "bin/publish!": "#!/bin/bash\n./vendored/tools/upload a\n./vendored/tools/plain\n",
                     "vendored/tools/all!": "#!/bin/bash\n./vendored/tools/other\n"})
    assert sorted(found) == ["bin/publish", "vendored/tools/upload"]
    assert "started by another script" in found["vendored/tools/upload"]


def test_migrations_of_frameworks_are_none_but_scripts_in_such_a_folder_are(scripts: Scripts) -> None:
    found = scripts({"shop/migrations/0001_initial.py": "class Migration:\n    pass\n",
                     "alembic/versions/ab.py": "revision = 'ab'\ndef upgrade():\n    pass\n",
                     "db/migrations/001.sql": "drop table x;", "scripts/migrations/fix.py": "#!/usr/bin/env python\n" + GUARD})
    assert list(found) == ["scripts/migrations/fix.py"]


def test_management_commands_but_not_their_bases(scripts: Scripts) -> None:
    command = "class Command(BaseCommand):\n    def handle(self):\n        pass\n"
    found = scripts({"a/management/commands/purge.py": command, "a/management/commands/_base.py": command,
                     "a/management/commands/__init__.py": "", "a/management/commands/common.py": "class X:\n    pass\n"})
    assert found == {"a/management/commands/purge.py": ("is a management command",)}


@pytest.mark.parametrize("text", [
    "class Wipe(BaseCommand):\n    def handle(self):\n        pass\nCommand = Wipe\n",
    "from shop.base import Command\n",
    "from shop.base import Wipe as Command\n",
    "try:\n    from other.base import Command\nexcept ImportError:\n    from shop.base import Command\n",
    "if OLD:\n    class Command(NoArgsCommand):\n        pass\nelse:\n    class Command(BaseCommand):\n        pass\n",
])
def test_a_management_command_whose_class_is_written_elsewhere(scripts: Scripts, text: str) -> None:
    found = scripts({"a/management/commands/purge.py": text, "a/management/commands/__init__.py": ""})
    assert found == {"a/management/commands/purge.py": ("is a management command",)}


@pytest.mark.parametrize("text", [
    "class Wipe(BaseCommand):\n    pass\n",
    "from shop.base import Command as Base\nclass Wipe(Base):\n    pass\n",
    "class Wipe:\n    Command = 3\n",
    "def made():\n    Command = 3\n    return Command\n",
])
def test_what_has_no_command_is_none(scripts: Scripts, text: str) -> None:
    assert scripts({"a/management/commands/purge.py": text, "a/management/commands/__init__.py": ""}) == {}


def test_a_module_that_is_only_imported_is_none(scripts: Scripts) -> None:
    texts = {"scripts/helpers.py": "def f():\n    pass\n", "scripts/go.py": "import helpers\nhelpers.f()\n", "shop/__init__.py": "",
             "shop/views.py": "register(1)\n",
             "shop/api.py": "PATHS = ['shop/views.py']\n", "lib/common.sh": "f() { :; }\n", "run_all.sh": "#!/bin/sh\n. lib/common.sh\n"}
    assert sorted(scripts(texts)) == ["run_all.sh", "scripts/go.py"]


def test_a_part_of_an_application_is_none_though_its_folder_is_called_like_one_of_scripts(scripts: Scripts) -> None:
    part = "from flask import Blueprint\nregister(Blueprint('job'))\n"
    texts = {"shop/__init__.py": "def create():\n    from shop.job.rest import x\n", "shop/job/__init__.py": "", "shop/job/rest.py": part}
    assert scripts(texts) == {}
    assert list(scripts({**texts, "shop/job/rest.py": part + GUARD})) == ["shop/job/rest.py"]
    assert list(scripts({**texts, "shop/job/nightly.py": part})) == ["shop/job/nightly.py"]


def test_statements_at_top_level_count_when_nothing_imports_the_file(scripts: Scripts) -> None:
    assert scripts({"generate_data.py": "import x\nx.write()\n",
                    "other.py": "import y\n"}) == {"generate_data.py": ("acts at top level and nothing imports it",)}


_LISTER = "import store\nfor one in store.buckets():\n    {}\n"


@pytest.mark.parametrize("told", ["print(one.name)", "if one.name:\n        print(one)", "with one:\n        print(one)"])
def test_a_module_of_a_package_that_prints_a_list_at_once_is_one(scripts: Scripts, told: str) -> None:
    texts = {"shop/__init__.py": "", "shop/buckets.py": _LISTER.format(told)}
    assert scripts(texts) == {"shop/buckets.py": ("acts at top level and nothing imports it",)}
    assert scripts({**texts, "shop/views.py": "from shop import buckets\n"}) == {}


@pytest.mark.parametrize("text", [
    _LISTER.format("register(one)"),
    "import store\nregister(3)\ndef told():\n    print(3)\n",
    "import store\nfor one in store.buckets():\n    def told():\n        print(one)\n",
    "import store\nstore.load()\nprint('loaded')\n",
])
def test_a_module_of_a_package_that_prints_none_is_none(scripts: Scripts, text: str) -> None:
    assert scripts({"shop/__init__.py": "", "shop/buckets.py": text}) == {}


def test_sql_is_a_script_when_something_runs_it(scripts: Scripts) -> None:
    found = scripts({"db/schema.sql": "drop table a;", "db/unused.sql": "select 1;", "scripts/report.sql": "select 2;",
                     "setup_db.sh": "#!/bin/sh\npsql < db/schema.sql\n"})
    assert found["db/schema.sql"] == ("run by another script",)
    assert found["scripts/report.sql"] == ("lies in scripts/",)
    assert "db/unused.sql" not in found


def test_started_by_a_machine_is_enough(scripts: Scripts) -> None:
    assert scripts({"worker_main.py": "from x import y\ny = 1\n",
                    "Procfile": "w: python worker_main.py\n"}) == {"worker_main.py": ("started by a Procfile",)}


def test_languages_nobody_reads(unread: Callable[[Mapping[str, str]], list[tuple[str, str]]]) -> None:
    assert unread({"bin/old.pl": "print 1;", "bin/x!": "#!/usr/bin/env ruby\n", "ops/y.ps1": "", "lib/z.rb": "class Z; end",
                    "web/static/js/a.js!": "x", "scripts/b.mjs": "x", "ops/q": "#!/opt/weird/tool -x\n",
                    "ops/ok.sh": "#!/bin/sh\n", "vendor/w.pl": "", "bin/p": "#!/usr/bin/env -S python3 -u\n"}) == [
        ("bin/old.pl", "Perl is not a language we read"), ("bin/x", "Ruby is not a language we read"),
                                                                                   ("ops/q",
                                                                                    "starts with tool, which is not a language we read"),
        ("ops/y.ps1", "PowerShell is not a language we read"), ("scripts/b.mjs", "JavaScript is not a language we read")]


@pytest.mark.parametrize(("path", "line"), [
    ("bin/a", "#!/usr/bin/env -S uv run --script"), ("bin/a", "#!/usr/bin/env pypy3"), ("bin/a", "#!/usr/bin/env -S poetry run python"),
    ("bin/a.sh", "#!/usr/bin/env python3"), ("bin/a.rb", "#!/usr/bin/python3"), ("bin/a.rb", "#!/bin/bash"), ("bin/a.dash", ""),
    ("bin/a", "#!/usr/bin/psql -f"), ("bin/a", "#!/usr/bin/env -S psql --no-psqlrc -f"), ("ops/all", "#!/usr/bin/make -f")])
def test_who_starts_a_file_asks_its_first_line(scripts: Scripts, unread: Callable[..., list[tuple[str, str]]], path: str, line: str) -> None:
    texts = {f"{path}!": f"{line}\nall:\n\trm x\n" if "make" in line else f"{line}\n"}
    assert list(scripts(texts)) == [path]
    assert unread(texts) == [], "what is read is not told as unread as well"


@pytest.mark.parametrize(("line", "reason"), [
    ("#!/usr/bin/perl", "Perl is not a language we read"), ("#!/usr/bin/env node", "JavaScript is not a language we read"),
    ("#!/usr/bin/env fish", "fish is not a language we read"), ("#!/opt/tool", "starts with tool, which is not a language we read")])
def test_a_first_line_that_asks_for_another_language_than_the_name_is_told(scripts: Scripts, unread: Callable[..., list[tuple[str, str]]],
                                                                            line: str, reason: str) -> None:
    texts = {"bin/a.sh!": f"{line}\nx\n"}
    assert (list(scripts(texts)), unread(texts)) == ([], [("bin/a.sh", reason)])


@pytest.mark.parametrize(("path", "told"), [
    ("config/rules.yaml", []),                           # a template that writes its comments so
    ("config/rules.yaml!", [("config/rules.yaml", "starts with Documentation:, which is not a language we read")]),
])
def test_a_comment_names_no_program(unread: Callable[[Mapping[str, str]], list[tuple[str, str]]], path: str, told: list[tuple[str, str]]) -> None:
    assert unread({path: "#! Documentation: https://example.org/rules\nrules: []\n"}) == told


@pytest.mark.parametrize(("line", "language"), [
    ("#!/bin/bash -e", "shell"), ("#!/usr/bin/env python3.11", "Python"), ("#! /usr/bin/env -S uv run --script", "Python"),
                                                ("#!/usr/bin/php", "PHP"), ("#!/usr/bin/env", None), ("#!", None), ("", None),
    ("#!/usr/bin/env -S sage -python", "Python"), ("#!/usr/local/bin/sage -python", "Python"), ("#!/usr/bin/env -S tool -py", None),
    ("#!/command/with-contenv bash", "shell"), ("#!/usr/bin/dumb-init /bin/sh -e", "shell"), ("#!/usr/bin/with-contenv python3", "Python"),
    ("#!/command/execlineb -P", None), ("#!/usr/bin/perl bash", "Perl"), ("#!/opt/tool/reader a.txt with bash", None)])
def test_interpreters(line: str, language: str | None) -> None:
    assert interpreter_language(line) == language


@pytest.mark.parametrize(("path", "yes"),
                         [("a/tests/x.sh", True), ("test_x.py", True), ("x.spec.js", True), ("tests.sh", False), ("testing.md", False),
                          ("a/latest/x.py", False), ("contest.py", False)])
def test_tests_by_path(path: str, yes: bool) -> None:
    assert is_test(path) is yes


MAIN = "import argparse\ndef main(argv=None):\n    argparse.ArgumentParser().parse_args(argv)\n"


def test_a_module_among_scripts_that_a_dispatcher_starts(scripts: Scripts) -> None:
    """What has a ``main`` that reads a command line is started by somebody, though tests import it and it has no main guard."""
    texts = {"shop/__init__.py": "", "shop/scripts/__init__.py": "", "shop/scripts/fetch.py": MAIN,
             "shop/scripts/tools.py": "def main():\n    pass\n", "shop/other/fetch.py": MAIN,
             "tests/test_fetch.py": "from shop.scripts import fetch, tools\n"}
    assert scripts(texts) == {"shop/scripts/fetch.py": ("lies in scripts/ and has a main function that reads a command line",)}


def test_a_program_called_like_a_test_is_a_script_where_a_machine_starts_it(scripts: Scripts) -> None:
    program = "#!/usr/bin/env python3\n" + GUARD
    workflow = {".github/workflows/a.yml": "jobs:\n  a:\n    steps:\n      - run: ci/run-test.py build\n"}
    assert list(scripts({"ci/run-test.py!": program, **workflow})) == ["ci/run-test.py"]
    assert scripts({"shop/run-test.py!": program}) == {}
    assert scripts({"ci/run-test.py!": program + "def test_it():\n    pass\n", **workflow}) == {}
    assert scripts({"ci/run-test.py": GUARD, **workflow}) == {}


def test_a_module_called_like_settings_is_a_script_where_it_is_installed_as_a_command(scripts: Scripts) -> None:
    project = "[project]\nname='x'\n[project.scripts]\nx-config='shop.config:main'\n"
    assert list(scripts({"shop/config.py": GUARD, "shop/settings.py": GUARD, "pyproject.toml": project})) == ["shop/config.py"]


@pytest.mark.parametrize(("path", "line", "is_one"), [
    ("README.md", "sudo ./tests/drive.sh --all", True), ("README.md", "    $ bash -x tests/drive.sh", True),
    ("tests/README.md", "A=1 ./drive.sh", True), ("tests/README", "# for i in $(seq 1 8); do ./drive.sh $i; done", True),
    ("README.md", "cd . && ./tests/drive.sh", True), ("README", "look; tests/drive.sh.old", False),
    ("README.md", "See `tests/drive.sh` for more.", False), ("README.md", "drive.sh", False), ("README.md", "cat tests/drive.sh", False),
    ("README.md", "./tests/drive.sh.old", False), ("ci.py", "# ./tests/drive.sh", False)])
def test_a_shell_script_among_tests_that_people_are_told_to_run_is_one(scripts: Scripts, path: str, line: str, is_one: bool) -> None:
    texts = {"tests/drive.sh!": "#!/bin/sh\ndocker rm -f web\n", "tests/drive.py!": "#!/usr/bin/env python\n" + GUARD}
    found = scripts({**texts, path: f"Words.\n\n{line}\n{line.replace('.sh', '.py')}\n"})
    assert [name for name in found if name.startswith("tests/")] == (["tests/drive.sh"] if is_one else [])


def test_a_shell_script_that_drives_tests_is_one_where_a_machine_starts_it(scripts: Scripts) -> None:
    program, order = "#!/bin/sh\ndocker rm -f web\n", "jobs:\n  a:\n    steps:\n      - run: tests/drive.sh\n      - run: tests/drive.py\n"
    texts = {"tests/drive.sh!": program, "tests/other.sh!": program, "tests/lib.sh": "rm x\n", "tests/drive.py!": "#!/usr/bin/env python\n" + GUARD,
             ".github/workflows/a.yml": order}
    assert list(scripts(texts)) == ["tests/drive.sh"]
    assert scripts({**texts, ".github/workflows/a.yml": order.replace("run:", "uses:").replace("drive.sh", "lib.sh")}) == {}


@pytest.mark.parametrize(("path", "text"), [
    ("ops/env", "# shellcheck shell=bash\nrm -rf /srv/a\n"),
    ("ops/env", "# shellcheck disable=SC2034 shell=sh\nrm -rf /srv/a\n"),
    ("templates/run.sh.j2", "rm -rf /srv/{{ name }}\n"),
    ("templates/run.sh.erb", "rm -rf /srv/a\n"),
    ("templates/run.sh.tmpl", "rm -rf /srv/a\n"),
    ("templates/run.bash.jinja", "rm -rf /srv/a\n"),
    ("templates/prune.py.j2", "#!/usr/bin/env python3\nimport os\n{% if x %}\nos.remove('a')\n{% endif %}\n"),
    ("templates/prune.py.tpl", GUARD),
    ("templates/prune.j2", "#!/usr/bin/python\nimport os\nos.remove('a')\n"),
    ("tasks.py", "import invoke\n@invoke.task(name='a-b')\ndef a(c):\n    c.run('ls')\n"),
    ("tasks.py", "from invoke import task as job\n@job\ndef a(c):\n    c.run('ls')\n"),
    ("ops/host.py", "from fabric import api\n@api.task\ndef a():\n    api.run('ls')\n"),
    ("ops/host.py", "import fabric.api\n@fabric.api.task\ndef a():\n    fabric.api.run('ls')\n"),
    ("ops/host.py", "from fabric.api import *\n@task\ndef a():\n    run('ls')\n"),
    ("fabfile.py", "from fabric.api import run\ndef a():\n    run('ls')\n"),
    ("fabfile/__init__.py", "from . import db\n"),
    ("tasks.py", "from invoke import Collection\nimport db\nns = Collection(db)\n"),
])
def test_scripts_that_their_name_does_not_tell(scripts: Scripts, path: str, text: str) -> None:
    assert list(scripts({path: text})) == [path]


@pytest.mark.parametrize(("path", "text"), [
    ("ops/notes", "# shellcheck is run on all of them\n"),
    ("ops/app.conf", "# shellcheck shell=bash\nA=b\n"),
    ("templates/settings.py.j2", "import os\nos.environ.setdefault('A', 'b')\n"),
    ("templates/app.conf.j2", "user {{ name }};\n"),
    ("shop/work.py", "import invoke\n@app.task\ndef a():\n    pass\n"),
    ("shop/other.py", "from fabric.api import run\ndef a():\n    run('ls')\n"),
    ("shop/tasks.py", "from bags import Collection\nimport db\nns = Collection(db)\n"),
])
def test_what_is_like_such_scripts_and_is_none(scripts: Scripts, path: str, text: str) -> None:
    assert scripts({path: text}) == {}


@pytest.mark.parametrize("text", [
    "scp db:~/a.sql.gz .\ngunzip a.sql.gz\ndropdb $1\npsql -U $2 -h 127.0.0.1 $1 -f a.sql\n",
    "# Loads it.\n\nset -e\n\nif [ -z \"$1\" ]; then\n  echo \"usage: load NAME\"\n  exit 1\nfi\nrm -rf \"/srv/$1\"\n",
    "./manage.py migrate\n./manage.py loaddata a.json\n", "NAME=a\ndocker run \\\n  --name $NAME \\\n  web\n", "exec python server.py\n",
    "clean() {\n  rm -rf build\n}\nclean\n"])
def test_a_program_without_a_shebang_line_is_run_by_a_shell(scripts: Scripts, text: str) -> None:
    assert list(scripts({"script/load!": text})) == ["script/load"]
    assert scripts({"script/load": text, "script/load.txt!": text, ".load!": text}) == {}


@pytest.mark.parametrize("text", [
    "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software, to deal in it.\n",
    "make it work\n\nThis project cleans up things. To run it:\n\n    ./run.sh\n\nand wait until it is done.\n",
    "FROM python:3\nRUN pip install x\nCOPY . /app\nCMD [\"./run\"]\n", "all: build\n\nbuild:\n\tdocker build .\n\trm -rf x\n", "A=b\nC=d\n",
    "web: gunicorn shop.wsgi\nworker: celery worker\n", "cat\ndog\nmouse\nhorse\n",
    "source 'https://rubygems.org'\n\ngem 'rails', '~> 5'\ngem 'pg'\n",
    "[mail]\nhost = a\nport = 25\n", "{\"a\": 1}\n", "1,2,3\n4,5,6\n",
    "pipeline {\n  agent any\n  stages {\n    stage('a') {\n      steps {\n        sh 'make'\n",
    "/static/build\n/srv/logs\n*.pyc\n", "import os\nos.remove('a')\n", ""])
def test_what_is_marked_executable_by_accident_is_no_script(scripts: Scripts, text: str) -> None:
    assert scripts({"script/load!": text}) == {}


@pytest.mark.parametrize("asks", ['import_string("scripts.edits.%s.make_edits" % name)', 'import_string(f"scripts.edits.{name}.make_edits")',
                                  'import_string("scripts.edits.{}.make_edits".format(name))',
                                  'path = "scripts.edits.%s.make_edits" % name\n    import_string(path)'])
def test_what_a_program_starts_by_a_name_that_it_is_given_is_a_script(scripts: Scripts, asks: str) -> None:
    module = "def make_edits(dry_run=True):\n    pass\n"
    found = scripts({"fabfile.py": f"from django.utils.module_loading import import_string\n\n\ndef run(name):\n    {asks}()\n",
                     "scripts/__init__.py": "", "scripts/edits/__init__.py": "", "scripts/edits/merge.py": module,
                     "scripts/edits/helpers.py": "def names():\n    pass\n", "scripts/other/more.py": module, "shop/edits/last.py": module})
    assert found.get("scripts/edits/merge.py") == ("is started by its name by fabfile.py",)
    assert not {"scripts/edits/helpers.py", "scripts/other/more.py", "shop/edits/last.py"} & set(found)


@pytest.mark.parametrize(("said", "is_one"), [
    ("fab run_script:scripts.cleanup.purge,dry_run=false", True), ("manage.py runscript scripts.cleanup.purge", True),
    ("fab run_script:scripts.cleanup.other", False), ("see scripts.cleanup.purge", False),
])
def test_what_says_how_it_is_started_by_its_name_is_a_script(scripts: Scripts, said: str, is_one: bool) -> None:
    text = f'"""\nActual run: {said}\n"""\n\n\ndef main(dry_run="true"):\n    pass\n'
    found = scripts({"app/scripts/__init__.py": "", "app/scripts/cleanup/__init__.py": "", "app/scripts/cleanup/purge.py": text})
    assert ("app/scripts/cleanup/purge.py" in found) is is_one


def test_a_long_text_of_comments_and_empty_lines_is_soon_no_recipe() -> None:
    started = time.monotonic()
    assert not is_recipe_text("tools/install", "#!/bin/bash\n" + "# a\n\n  \n" * 2_000 + "echo a\n")
    assert is_recipe_text("docker/prod", "# a\n\n" * 2_000 + "ARG A=1\nFROM debian\nRUN ls\n")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(("path", "text", "is_one"), [
    ("shop/fixtures/cli.py", "import click\n@click.group()\ndef fixtures():\n    pass\n@fixtures.command()\ndef load():\n    pass\n", True),
    ("shop/fixtures/cli.py", "import click\ndef load():\n    pass\nload()\n", False),
    ("shop/tests/fixtures/cli.py", "import click\n@click.command()\ndef load():\n    pass\n", False),
    ("shop/fixtures/test_cli.py", "import click\n@click.command()\ndef load():\n    pass\n", False),
    ("shop/commands/test_data.py",
     "import click\n@click.group(name='test-data')\ndef test_data_group():\n    pass\n@test_data_group.command()\ndef load():\n    pass\n", True),
    ("shop/commands/test_data.py", "import click\n@click.command()\n@click.option(\n    '-a',\n)\ndef test_data(a):\n    pass\n", True),
    ("shop/commands/test_data.py", "import click\n@click.command()\ndef load():\n    pass\ndef test_load():\n    pass\n", False),
    ("shop/tests/test_data.py", "import click\n@click.command()\ndef load():\n    pass\n", False),
])
def test_commands_that_load_the_first_data_of_an_application(scripts: Scripts, path: str, text: str, is_one: bool) -> None:
    assert bool(scripts({path: text})) is is_one


@pytest.mark.parametrize(("path", "text"), [
    ("api/orders/urls.py", "from rest_framework.routers import SimpleRouter\nrouter = SimpleRouter()\nrouter.register('a', b)\n"),
    ("shop/urls.py", "from x import y\ny.autodiscover()\nurlpatterns = []\n"),
    ("shop/admin.py", "from django.contrib import admin\nadmin.site.register(Order)\n"),
])
def test_a_module_that_django_loads_by_its_name_is_none(scripts: Scripts, path: str, text: str) -> None:
    assert scripts({path: text}) == {}
    folder = path.rpartition("/")[0]
    assert list(scripts({f"{folder}/generate.py": text})) == [f"{folder}/generate.py"]
    assert list(scripts({path: "import shutil\nshutil.rmtree('/srv/x')\n"})) == [path]       # nothing of Django
    assert list(scripts({path: text + GUARD})) == [path]


_ADMIN = "from django.contrib import admin\nfrom shop import models\nadmin.site.register(models.Order)\n"
_URLS = "from django.urls import path\nfrom shop.maintenance import views\nurlpatterns = [path('a', views.a)]\nviews.check()\n"


@pytest.mark.parametrize(("path", "text"), [
    ("shop/admin.py!", _ADMIN), ("maintenance/urls.py", _URLS), ("maintenance/admin.py!", _ADMIN), ("scripts/urls.py!", _URLS)])
def test_what_django_loads_by_its_name_is_no_script(scripts: Scripts, path: str, text: str) -> None:
    assert scripts({path: text}) == {}


def test_what_is_called_so_and_is_started_is_a_script(scripts: Scripts) -> None:
    found = scripts({"scripts/admin.py": _ADMIN + GUARD, "ops/urls.py!": "#!/usr/bin/env python\n" + _URLS})
    assert list(found) == ["ops/urls.py", "scripts/admin.py"]


@pytest.mark.parametrize(("user", "found"), [("from shop import files\n", []), ("import os\n", ["shop/files.py"])])
def test_a_module_marked_executable_is_a_script_where_nothing_imports_it(scripts: Scripts, user: str, found: list[str]) -> None:
    assert list(scripts({"shop/files.py!": "import os\nfor name in os.listdir('a'):\n    print(name)\n", "shop/user.py": user})) == found


@pytest.mark.parametrize(("path", "text", "is_one"), [
    ("tests/scripts/report.sh!", "#!/bin/sh\nrm -rf htmlcov\n", True), ("tests/bin/report!", "#!/bin/sh\nrm -rf htmlcov\n", True),
    ("tests/scripts/sort.py", "#!/usr/bin/env python\n" + GUARD, True),
    ("tests/scripts/sort.py", GUARD, False), ("tests/scripts/lib.sh", "rm -rf htmlcov\n", False),
    ("tests/data/report.sh!", "#!/bin/sh\nrm -rf htmlcov\n", False),
    ("scripts/test/report.sh!", "#!/bin/sh\nrm -rf htmlcov\n", True), ("scripts/test/report.sh", "rm -rf htmlcov\n", False),
    ("scripts/test/test_report.sh!", "#!/bin/sh\nrm -rf htmlcov\n", False), ("web/test/report.sh!", "#!/bin/sh\nrm -rf htmlcov\n", False),
    ("scripts/tests/report.sh!", "#!/bin/sh\nrm -rf htmlcov\n", False), ("tests/scripts/test_sort.py", "#!/usr/bin/env python\n" + GUARD, False),
    ("tests/scripts/sort.py", "#!/usr/bin/env python\nimport pytest\n" + GUARD, False),
])
def test_programs_in_a_folder_of_scripts_that_tests_have(path: str, text: str, is_one: bool, scripts: Scripts) -> None:
    assert (list(scripts({path: text})) == [path.removesuffix("!")]) is is_one


def test_files_of_recipes_are_scripts(scripts: Scripts) -> None:
    recipes = "clean:\n\trm -rf build\n"
    found = scripts({"Makefile": recipes, "docs/Makefile": recipes, "ops/justfile": recipes, "tests/Makefile": recipes, "vendor/x/Makefile": recipes,
                     "mk/Makefile": "A = b\n", "run.sh!": "#!/bin/sh\nmake clean\n"})
    assert {path: reasons for path, reasons in found.items() if path != "run.sh"} == {
        "Makefile": ("holds recipes that people run by name", "started by another script"),
        "docs/Makefile": ("holds recipes that people run by name",),
        "ops/justfile": ("holds recipes that people run by name",)}


def test_commands_in_a_module_called_like_settings_are_a_script(scripts: Scripts) -> None:
    commands = "import typer\ngroup = typer.Typer()\n@group.command()\ndef upload(file: str) -> None:\n    print(file)\n"
    assert list(scripts({"shop/commands/config.py": commands, "shop/commands/settings.py": "DEBUG = True\nprint(DEBUG)\n"})) == [
        "shop/commands/config.py"]


@pytest.mark.parametrize(("path", "text", "is_one"), [
    ("live/dump_tests.py", "#!/usr/bin/env python3\nimport csv\n" + GUARD, True),
    ("live/dump_tests.py", "import csv\n" + GUARD, False),
    ("live/dump_tests.py", "#!/usr/bin/env python3\nimport unittest\n" + GUARD, False),
    ("live/dump_tests.py", "#!/usr/bin/env python3\ndef test_it():\n    pass\n" + GUARD, False),
    ("tests/dump_tests.py", "#!/usr/bin/env python3\nimport csv\n" + GUARD, False),
])
def test_a_program_about_tests_is_none_of_them(scripts: Scripts, path: str, text: str, is_one: bool) -> None:
    assert list(scripts({path: text})) == ([path] if is_one else [])


RUN = {"build.sh": "#!/bin/sh\npsql -f sql/a.sql\npsql -f sql/b.sql\n", "sql/a.sql": "CREATE TABLE a (i int);\n", "sql/b.sql": "DROP TABLE a;\n"}


def test_sql_beside_sql_that_is_run_is_a_script_where_it_changes_something(scripts: Scripts) -> None:
    found = scripts({**RUN, "sql/reset.sql": "-- by hand\nDROP TABLE b;\n", "sql/look.sql": "SELECT * FROM a;\n"})
    assert found["sql/reset.sql"] == ("lies beside SQL that is run",)
    assert "sql/look.sql" not in found


def test_sql_among_much_that_something_else_reads_is_none(scripts: Scripts) -> None:
    found = scripts({**RUN, **{f"sql/part{number}.sql": "DROP TABLE b;\n" for number in range(3)}, "other/reset.sql": "DROP TABLE b;\n"})
    assert [path for path in found if path.endswith(".sql")] == ["sql/a.sql", "sql/b.sql"]


@pytest.mark.parametrize(("texts", "is_one"), [
    ({"shop/models/__init__.py": "import os\n" + GUARD, "Makefile": "migrate:\n\tpython shop/models/__init__.py\n"}, True),
    ({"shop/models/__init__.py": "import os\n" + GUARD}, False),
    ({"shop/models/__init__.py": "import os\n", "Makefile": "migrate:\n\tpython shop/models/__init__.py\n"}, False),
])
def test_the_first_file_of_a_package_that_something_starts(scripts: Scripts, texts: dict[str, str], is_one: bool) -> None:
    assert ("shop/models/__init__.py" in scripts(texts)) is is_one


@pytest.mark.parametrize(("path", "text", "found"), [
    ("files/bin/copy-settings.py", "#!/usr/bin/env python3\n" + PARSES, True),
    ("tools/show_settings.py", GUARD, True),
    ("shop/copy_settings.py", "#!/usr/bin/env python3\nimport sys\nprint(sys.argv[1])\n", True),
    ("shop/local_settings.py", "import sys\nDEBUG = 'test' in sys.argv\nprint(DEBUG)\n", False),
    ("shop/dev_settings.py", GUARD, False),
    ("tools/settings.py", GUARD, False),
])
def test_what_is_called_like_settings_may_be_a_program(scripts: Scripts, path: str, text: str, found: bool) -> None:
    assert list(scripts({path: text})) == ([path] if found else [])


@pytest.mark.parametrize(("path", "yes"), [
    ("shop/incomplete_tests/Orders.py", True), ("shop/integrationTests/net/Orders.py", True), ("ops/TestOrders.py", True), ("ops/loadTest.py", True),
    ("tests/orders.py", True), ("ops/latest/orders.py", False), ("ops/Testimonials.py", False), ("bin/protest.sh", False),
    ("contest/orders.py", False),
])
def test_called_like_a_test(path: str, yes: bool) -> None:
    assert is_like_test(path) is yes


_PRUNE = "import fire\nclass Prune:\n    def old(self):\n        pass\nif __name__ == '__main__':\n    fire.Fire(Prune)\n"


@pytest.mark.parametrize(("path", "text", "is_one"), [
    ("py/acme/testing/prune.py", _PRUNE, True),
    ("py/acme/testing/prune.py", "import argparse\nargparse.ArgumentParser()\nif __name__ == '__main__':\n    pass\n", True),
    ("py/acme/testing/prune.py", "def prune():\n    pass\n", False),
    ("py/acme/testing/prune.py", "import pytest\nimport sys\nif __name__ == '__main__':\n    pytest.main(sys.argv)\n", False),
    ("py/acme/testing/prune_test.py", _PRUNE, False),
    ("py/acme/tests/testing/prune.py", _PRUNE, False),
    ("py/acme/tests/fixtures/prune.py", _PRUNE, False),
])
def test_a_program_in_a_package_called_testing(scripts: Scripts, path: str, text: str, is_one: bool) -> None:
    assert bool(scripts({path: text})) is is_one


def test_a_shell_script_among_fixtures_that_a_job_starts(scripts: Scripts) -> None:
    wipe = "#!/bin/bash\nrm -rf /srv/x\n"
    job = "- job:\n    builders:\n      - shell: |\n          set -e\n\n          bash jobs/fixtures/wipe.sh\n"
    assert list(scripts({"jobs/fixtures/wipe.sh": wipe, "jobs/wipe.yaml": job})) == ["jobs/fixtures/wipe.sh"]
    assert scripts({"jobs/fixtures/wipe.sh": wipe}) == {}
    beside = {"jobs/fixtures/wipe.sh": wipe, "jobs/fixtures/other.sh": wipe, "jobs/fixtures/lib.sh": wipe, "jobs/wipe.yaml": job,
              "jobs/run.sh": "#!/bin/bash\n. jobs/fixtures/lib.sh\n", "jobs/fixtures/more/last.sh": wipe}
    assert sorted(scripts(beside)) == ["jobs/fixtures/other.sh", "jobs/fixtures/wipe.sh", "jobs/run.sh"]
    assert scripts({"jobs/tests/fixtures/wipe.sh": wipe, "jobs/wipe.yaml": job.replace("jobs/fix", "jobs/tests/fix")}) == {}


@pytest.mark.parametrize(("first", "language"), [
    ("# -*- mode:python; -*-", "Python"), ("# -*- python -*-", "Python"), ("# -*- coding: utf-8; mode: Python -*-", "Python"),
    ("# vim: set ft=python ts=4:", "Python"), ("# -*- shell-script -*-", "shell"), ("-- -*- sql -*-", "SQL"),
    ("# -*- coding: utf-8 -*-", None), ("# -*- mode: org -*-", None), ("# python -*-", None), ("# -*- " + "mode: " * 9_000, None),
    ("# -*- " + " " * 30_000, None), ("# vim:" + " ft" * 20_000, None),
])
def test_what_an_editor_is_told_of_the_language(first: str, language: str | None) -> None:
    assert interpreter_language(first) == language


def test_a_program_without_a_shebang_that_tells_an_editor_what_it_is(scripts: Scripts) -> None:
    text = "# -*- mode:python; -*-\nimport click\n@click.command()\ndef push():\n    pass\nif __name__ == '__main__':\n    push()\n"
    assert list(scripts({"bin/push!": text})) == ["bin/push"]
    assert scripts({"bin/push!": text.replace("python", "org")}) == {}
