"""Who starts a script: expected rows, and rows that must not be claimed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.model.source import SourceFile
from handover_generator.sources._starters.context import Lines, in_comment
from handover_generator.sources._starters.names import Names
from handover_generator.sources.starters import StarterSearch

Started = Callable[..., list[str]]
PY = "import sys\nif __name__ == '__main__':\n    sys.exit(0)\n"


# cron ---------------------------------------------------------------------------------------------------------------------


def test_cron_fragment_with_user_zone_and_comment(started: Started) -> None:
    text = "CRON_TZ=Europe/Berlin\n# 0 1 * * * root /app/jobs/purge.py --old\n15 3 * * 1-5 root cd /app && python jobs/purge.py\n"
    assert started("jobs/purge.py", {"jobs/purge.py": PY, "deploy/cron.d/shop": text}) == [
        "deploy/cron.d/shop:3 cron 15 3 * * 1-5 Europe/Berlin as root"]


def test_a_crontab_line_that_is_commented_out_only_mentions(started: Started) -> None:
    assert started("jobs/purge.py", {"jobs/purge.py": PY, "docker/crontab": "# 0 1 * * * /app/jobs/purge.py\n0 2 * * * /bin/true\n"}) == []


def test_an_installed_program_in_a_crontab(started: Started) -> None:
    texts = {"src/shop/__init__.py": "", "src/shop/purge.py": PY,
             "pyproject.toml": "[project]\nname = 'shop'\n[project.scripts]\nshopclean = 'shop.purge:main'\n",
             "src/shop/etc/cron.d/clean": ("## info: cleans with shopclean\n*/5 * * * * shopclean -f -q\n11,26 0 * * mon  app shopclean\n"
                                           "@daily shopclean\n0 3 * * * root mail shopclean\n")}
    assert started("src/shop/purge.py", texts) == [
        "pyproject.toml:4 package shopclean", "src/shop/etc/cron.d/clean:2 cron */5 * * * *", "src/shop/etc/cron.d/clean:3 cron 11,26 0 * * mon",
        "src/shop/etc/cron.d/clean:4 cron @daily"]


def test_two_schedules_are_two_rows(started: Started) -> None:
    text = "0 1 * * * /app/jobs/purge.py a\n0 2 * * * /app/jobs/purge.py b\n"
    assert started("jobs/purge.py", {"jobs/purge.py": PY, "jobs/shop.cron": text}) == ["jobs/shop.cron:1 cron 0 1 * * *",
                                                                                       "jobs/shop.cron:2 cron 0 2 * * *"]


def test_cron_nicknames_and_folders(started: Started) -> None:
    assert started("etc/cron.daily/tidy", {"etc/cron.daily/tidy!": "#!/bin/sh\n"}) == ["etc/cron.daily/tidy:0 cron @daily by its folder"]
    assert started("bin/up.sh", {"bin/up.sh": "#!/bin/sh\n", "crontab": "@reboot /srv/app/bin/up.sh\n"}) == ["crontab:1 cron @reboot"]


@pytest.mark.parametrize(("name", "row"), [
    ("conf/crontab.ugly", ["conf/crontab.ugly:1 cron 6 7 * * *"]), ("conf/crontab.live-1", ["conf/crontab.live-1:1 cron 6 7 * * *"]),
    ("conf/crontab.svg2.py", [])])
def test_a_crontab_that_something_fills_in_may_have_any_ending(name: str, row: list[str], started: Started) -> None:
    assert started("jobs/purge_old.sh", {"jobs/purge_old.sh": "#!/bin/sh\n", name: "6 7 * * * !!(*= $user *)!! purge_old.sh\n"}) == row


WRAPPED = "#!/bin/bash\ncd `dirname $0`/..\n. venv/bin/activate\n{line}\n"


@pytest.mark.parametrize(("line", "known"), [
    ('./manage.py "$@"', True), ('exec python -W ignore "$DIR/manage.py" $@', True), ("python manage.py migrate", False),
    ("./manage.py $1 --noinput", False)])
def test_a_script_that_hands_its_words_to_manage_py_starts_commands(line: str, known: bool, started: Started) -> None:
    texts = {"manage.py": PY, "shop/management/commands/purge_old.py": PY, "bin/run_it": WRAPPED.format(line=line),
             "bin/nightly.sh": "#!/bin/sh\n./bin/run_it purge_old --all\n", "etc/cron.d/shop": "5 1 * * * root run_it purge_old\n"}
    assert started("shop/management/commands/purge_old.py", texts) == [
        "bin/nightly.sh:2 script management command", "etc/cron.d/shop:1 cron 5 1 * * * management command"] * known


def test_a_cron_line_inside_a_shell_script(started: Started) -> None:
    text = "#!/bin/sh\n(crontab -l; echo \"5 4 * * * /srv/bin/nightly_dump.sh\") | crontab -\n"
    assert started("bin/nightly_dump.sh",
                   {"bin/nightly_dump.sh": "#!/bin/sh\n", "install_cron.sh": text}) == ["install_cron.sh:2 cron 5 4 * * *"]


# continuous integration ---------------------------------------------------------------------------------------------------

WORKFLOW = """name: nightly
on:
  schedule:
    - cron: '22 3 * * *'   # night
  push:
    paths: [scripts/other.py]
jobs:
  numbers:
    runs-on: x
    steps:
      - run: |
          # python scripts/old.py
          python scripts/count.py --all
"""


def test_github_schedule_belongs_to_the_steps(started: Started) -> None:
    texts = {"scripts/count.py": PY, "scripts/other.py": PY, "scripts/old.py": PY, ".github/workflows/n.yml": WORKFLOW}
    assert started("scripts/count.py", texts) == [".github/workflows/n.yml:13 ci 22 3 * * * UTC job numbers"]
    assert started("scripts/other.py", texts) == []                       # a path filter starts nothing
    assert started("scripts/old.py", texts) == [".github/workflows/n.yml:12 docs in a comment"]


def test_circle_schedule_only_for_its_own_jobs(started: Started) -> None:
    text = """jobs:
  A:
    steps:
      - run: ops/a.sh
  B:
    steps:
      - run: ops/b.sh
workflows:
  nightly:
    triggers:
      - schedule:
          cron: "0 0 * * *"
    jobs:
      - A
  commit:
    jobs:
      - B
"""
    texts = {"ops/a.sh": "#!/bin/sh\n", "ops/b.sh": "#!/bin/sh\n", ".circleci/config.yml": text}
    assert started("ops/a.sh", texts) == [".circleci/config.yml:4 ci 0 0 * * * UTC job A"]
    assert started("ops/b.sh", texts) == [".circleci/config.yml:7 ci job B"]


def test_jenkinsfile_with_zone(started: Started) -> None:
    text = "pipeline {\n  triggers { cron('''TZ=Europe/London\nH 5 * * 1''') }\n  stages { sh './ops/a.sh' }\n  // ops/b.sh\n}\n"
    texts = {"ops/a.sh": "#!/bin/sh\n", "ops/b.sh": "#!/bin/sh\n", "Jenkinsfile": text}
    assert started("ops/a.sh", texts) == ["Jenkinsfile:4 ci H 5 * * 1 Europe/London Jenkins"]
    assert started("ops/b.sh", texts) == ["Jenkinsfile:5 docs in a comment"]


@pytest.mark.parametrize("path", [".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml"])
def test_other_services(started: Started, path: str) -> None:
    assert started("ops/a.sh", {"ops/a.sh": "#!/bin/sh\n", path: "script:\n  - bash ops/a.sh\n"}) == [f"{path}:2 ci"]


# packaging ----------------------------------------------------------------------------------------------------------------


def test_a_linters_exception_in_pyproject_starts_nothing(started: Started) -> None:
    text = ('[project]\nname = "x"\n[project.scripts]\nshop-count = "scripts.count:main"\n'
            '[tool.ruff.lint.per-file-ignores]\n"scripts/other.py" = ["E1"]\n')
    texts = {"scripts/count.py": PY, "scripts/other.py": PY, "scripts/__init__.py": "", "pyproject.toml": text}
    assert started("scripts/count.py", texts) == ["pyproject.toml:4 package shop-count"]
    assert started("scripts/other.py", texts) == []


def test_package_json_scripts_only(started: Started) -> None:
    text = '{\n  "files": ["bin/x.sh"],\n  "scripts": {\n    "seed": "bash bin/y.sh"\n  }\n}\n'
    texts = {"bin/x.sh": "#!/bin/sh\n", "bin/y.sh": "#!/bin/sh\n", "package.json": text}
    assert started("bin/y.sh", texts) == ["package.json:4 package seed"]
    assert started("bin/x.sh", texts) == []


def test_console_script_by_name(started: Started) -> None:
    texts = {"shop/__init__.py": "", "shop/purge.py": PY,
             "setup.cfg": "[options]\n[options.entry_points]\nconsole_scripts =\n    shop-purge = shop.purge:main\n",
             "ops/night.sh": "#!/bin/sh\nsudo shop-purge --all\necho run shop-purge by hand\nshop-purge-not\n"}
    assert started("shop/purge.py", texts) == ["ops/night.sh:2 script", "setup.cfg:4 package shop-purge"]


def test_what_packaging_declares_as_a_plugin_is_not_started(started: Started) -> None:
    both = {"shop/__init__.py": "", "shop/views.py": PY, "shop/purge.py": PY}
    setup = ("setup(\n    name='shop',\n    entry_points={\n        'console_scripts': [\n            'shop-purge = shop.purge:main',\n        ],\n"
             "        'web.blueprints': [\n            'shop = shop.views:blueprint',\n        ],\n    })\n")
    cfg = "[options.entry_points]\nflask.commands =\n    purge = shop.purge:main\nweb.blueprints =\n    shop = shop.views:blueprint\n"
    toml = "[project.scripts]\npurge = 'shop.purge:main'\n\n[project.entry-points.'web.blueprints']\nshop = 'shop.views:blueprint'\n"
    for name, text, line in (("setup.py", setup, 5), ("setup.cfg", cfg, 3), ("pyproject.toml", toml, 2)):
        assert [row.split(" package")[0] for row in started("shop/purge.py", {**both, name: text})] == [f"{name}:{line}"]
        assert started("shop/views.py", {**both, name: text}) == []


def test_entry_points_in_a_text(started: Started) -> None:
    both = {"shop/__init__.py": "", "shop/views.py": PY, "shop/purge.py": PY}
    setup = ("setup(\n    name='shop',\n    entry_points=\'\'\'\n        [console_scripts]\n        other = outside.cli:main\n\n"
             "        shop-purge = shop.purge:main\n\n"
             "        [paste.filter_app_factory]\n        shop = shop.views:limit\n\n"
             "        [web.blueprints]\n        shop = shop.views:blueprint\n        \'\'\')\n")
    assert started("shop/purge.py", {**both, "setup.py": setup}) == ["setup.py:7 package shop-purge"]
    assert started("shop/views.py", {**both, "setup.py": setup}) == []


def test_a_long_list_of_scripts_in_packaging(started: Started) -> None:
    listed = "".join(f"        'bin/s{number}.py',\n" for number in range(30))
    setup = f"setup(\n    scripts=[\n{listed}    ],\n    package_data={{\n        'shop': ['bin/kept.py'],\n    }})\n"
    texts = {"bin/s29.py": PY, "bin/kept.py": PY, "setup.py": setup}
    assert started("bin/s29.py", texts) == ["setup.py:32 package scripts"]
    named = "ours = [\n    'purge = shop.purge:main',\n]\nsetup(entry_points={'console_scripts': ours})\n"
    assert started("shop/purge.py", {"shop/__init__.py": "", "shop/purge.py": PY, "setup.py": named}) == ["setup.py:2 package purge"]
    assert started("bin/kept.py", texts) == []


def test_a_module_that_runscript_names(started: Started) -> None:
    texts = {"scripts/tidy.py": "from shop.models import Order\n\n\ndef run():\n    Order.objects.all()\n", "lib/tidy.py": "def run():\n    pass\n",
             "ops/night.sh": "#!/bin/sh\npython manage.py runscript -v2 tidy --script-args test\n", "ops/tell.sh": "#!/bin/sh\necho runscript tidy\n"}
    assert started("scripts/tidy.py", texts) == ["ops/night.sh:2 script management command", "ops/tell.sh:2 docs in a message"]
    assert started("lib/tidy.py", texts) == []


def test_a_command_of_django_by_an_installed_program(started: Started) -> None:
    command = "from django.core.management.base import BaseCommand\n\n\nclass Command(BaseCommand):\n    pass\n"
    texts = {"shop/management/commands/wipe.py": command,
             "shop/runner.py": "import sys\n\n\ndef main():\n    execute_from_command_line(sys.argv)\n", "shop/other.py": PY,
             "setup.cfg": "[options]\n[options.entry_points]\nconsole_scripts =\n"
                          "    shop-manage = shop.runner:main\n    shop-other = shop.other:main\n",
             "Dockerfile": "FROM python\nRUN shop-manage --traceback wipe\n",
             "ops/other.sh": "#!/bin/sh\nshop-other wipe\nmy-shop-manage wipe\n"}
    assert started("shop/management/commands/wipe.py", texts) == ["Dockerfile:2 dockerfile RUN"]


def test_a_task_by_its_name(started: Started) -> None:
    held = "from invoke import task\n\n\n@task\ndef wipe_all(c):\n    pass\n"
    texts = {"tasks/data.py": held, "tasks/docs.py": held.replace("wipe_all", "build"),
             "ops/night.sh": "#!/bin/sh\nset -e\ninvoke -e data.wipe-all\n",
             "docker-compose.yml": "services:\n  web:\n    command: sh -c \"sleep 5 && invoke build\"\n", "docs/use.md": "Run `inv wipe-all`.\n",
             "ops/lambda.sh": "#!/bin/sh\naws lambda invoke build\nmy-invoke build\ninvoke wipe\n"}
    assert started("tasks/data.py", texts) == ["docs/use.md:1 docs", "ops/night.sh:3 script"]
    assert started("tasks/docs.py", texts) == ["docker-compose.yml:3 compose service web"]


_SHOP = {"shop/__init__.py": "", "shop/manage.py": PY, "pyproject.toml": "[project]\nname = 'shop'\n[project.scripts]\nshop = 'shop.manage:main'\n"}


@pytest.mark.parametrize(("path", "text"), [
    ("ops/night.sh", "#!/bin/sh\nset -e\nsu app -c \"cd /opt; shop init -p x\"\n"),
    ("ops/night.sh", "#!/bin/sh\nset -e\nexec shop\n"),
    ("Dockerfile", "FROM python\nRUN pip install .\nCMD [\"shop\", \"serve\"]\n"),
    ("Dockerfile", "FROM python\nRUN pip install .\nCMD [\"shop\"]\n"),
    ("docker-compose.yml", "services:\n  web:\n    entrypoint: ['shop']\n"),
    ("docker-compose.yml", "services:\n  web:\n    command: shop\n"),
    ("docs/use.md", "# Use\n\nCall `shop sync --all` at night.\n"),
])
def test_a_console_script_of_the_package_s_name(started: Started, path: str, text: str) -> None:
    found = started("shop/manage.py", {**_SHOP, path: text})
    assert [row.split(" ")[0] for row in found if not row.startswith("pyproject")] == [f"{path}:3"]


@pytest.mark.parametrize(("path", "text"), [
    ("web/app.js", "angular.module('shop').run(start);\n"),
    ("ops/night.sh", "#!/bin/sh\npip install \"file://x#egg=shop\"\nls shop/data\n"),
    ("docker-compose.yml", "services:\n  shop:\n    environment:\n      POSTGRES_USER: shop\n      URL: postgresql://shop:shop@db/shop\n"),
    ("setup.cfg", "[options]\nzip_safe = no\npackages = [\"shop\"]\n"),
    ("docker-compose.yml", "services:\n  web:\n    profiles: [\"shop\"]\n"),
    ("ops/tell.py", "import sys\n__title__ = 'shop'\nuser = get('shop')\nif __name__ == '__main__':\n    sys.exit(user)\n"),
    ("docs/use.md", "# Use\n\nshop Package\n\nThe ``shop`` package.\n"),
])
def test_a_package_is_not_run_where_it_is_named(started: Started, path: str, text: str) -> None:
    assert [row for row in started("shop/manage.py", {**_SHOP, path: text}) if not row.startswith("pyproject")] == []


def test_only_the_commands_of_tox_start_something(started: Started) -> None:
    text = ("[testenv]\ndeps =\n    -r tools/needs.txt\ncommands =\n    python tools/check.py\n    - python tools/tidy.py --all\n\n"
            "[testenv:docs]\ncommands_pre = python tools/draw.py\npassenv = HOME\n\n[flake8]\nper-file-ignores =\n    tools/other.py: T201\n")
    texts = {"tox.ini": text, **{f"tools/{name}.py": PY for name in ("check", "tidy", "draw", "other")}}
    assert started("tools/check.py", texts) == ["tox.ini:5 ci tox"]
    assert started("tools/tidy.py", texts) == ["tox.ini:6 ci tox"]
    assert started("tools/draw.py", texts) == ["tox.ini:9 ci tox"]
    assert started("tools/other.py", texts) == []


def test_luigi_starts_a_module_by_its_name(started: Started) -> None:
    texts = {"tools/load_tasks.py": "import luigi\n\n\nclass Load(luigi.Task):\n    pass\n",
             "ops/night.sh": "#!/bin/sh\nPYTHONPATH=tools python -m luigi --module tools.load_tasks Load\nother --module tools.load_tasks\n"}
    assert started("tools/load_tasks.py", texts) == ["ops/night.sh:2 script"]


# other scripts, docs, tests -----------------------------------------------------------------------------------------------


def test_shell_variables_in_front_and_source(started: Started) -> None:
    text = ('#!/bin/bash\nHERE="$(dirname "$0")"\n. "$HERE"/lib/common.sh\n"$HERE/one.sh"\n'
            '$HERE/two.sql\npsql -f ${HERE}/two.sql\ngrep -q three.sh x\nrm one.sh\n')
    texts = {"ops/all.sh": text, "ops/lib/common.sh": "x=1\n", "ops/one.sh": "", "ops/two.sql": "select 1;", "ops/three.sh": ""}
    assert started("ops/lib/common.sh", texts) == ["ops/all.sh:3 script sourced"]
    assert started("ops/one.sh", texts) == ["ops/all.sh:4 script"]
    assert started("ops/two.sql", texts) == ["ops/all.sh:5 script"]
    assert started("ops/three.sh", texts) == ["ops/all.sh:7 docs named, not run"]


@pytest.mark.parametrize(("line", "kind"), [
    ("cp shop/settings.example.py shop/settings.py", "docs"),
    ("bash -c 'mkdir -p data && cp shop/settings.example.py shop/settings.py'", "docs"),
    ("cp x y && python shop/settings.example.py", "ci"),
    ("python shop/settings.example.py", "ci"),
])
def test_a_sample_that_is_copied_is_not_started(started: Started, line: str, kind: str) -> None:
    workflow = f"name: t\non: push\njobs:\n  test:\n    steps:\n    - run: {line}\n"
    rows = started("shop/settings.example.py", {"shop/settings.example.py": "import os\nos.remove('x')\n", ".github/workflows/t.yml": workflow})
    assert [row.split()[1] for row in rows] == [kind]


def test_a_program_that_is_copied_is_on_its_way_to_be_run(started: Started) -> None:
    assert started("ops/one.sh", {"ops/one.sh": "", "ops/put.sh": "#!/bin/sh\ncp ops/one.sh /usr/local/bin/one\n"}) == ["ops/put.sh:2 script"]
    assert started("ops/one.sh", {"ops/one.sh": "", "ops/put.sh": "#!/bin/sh\ncp ops/one.sh /etc/cron.daily/one\n"}) == [
        "ops/put.sh:2 cron @daily by its folder"]


def test_python_strings_comments_docstrings_and_messages(started: Started) -> None:
    text = ('"""Use ops/one.sh first."""\nimport subprocess\n# ops/two.sh is old\n'
            'print("run ops/three.sh")\nsubprocess.run(["bash", "ops/four.sh"])\n')
    texts = {f"ops/{name}.sh": "#!/bin/sh\n" for name in ("one", "two", "three", "four")} | {"ops/go.py": text}
    assert started("ops/one.sh", texts) == ["ops/go.py:1 docs in a comment"]
    assert started("ops/two.sh", texts) == ["ops/go.py:3 docs in a comment"]
    assert started("ops/three.sh", texts) == ["ops/go.py:4 docs in a message"]
    assert started("ops/four.sh", texts) == ["ops/go.py:5 script"]


def test_management_commands(started: Started) -> None:
    command = "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    pass\n"
    texts = {"shop/management/commands/purge_queue.py": command, "manage.py": PY,
             "Makefile": "purge:\n\tpython manage.py purge_queue --all\n",
             "shop/jobs.py": "call_command('purge_queue')\n", "tests/test_purge.py": "call_command('purge_queue')\n",
             "README.md": "Run `purge_queue` then.\n",
             "compose.yaml": "services:\n  q:\n    healthcheck:\n      test: [CMD, \"./manage.py\", \"--verbosity=0\", \"purge_queue\"]\n"}
    assert started("shop/management/commands/purge_queue.py", texts) == [
        "Makefile:2 make target purge", "README.md:1 docs management command", "compose.yaml:4 compose service q, healthcheck",
        "shop/jobs.py:1 script management command", "tests/test_purge.py:1 tests management command"]


@pytest.mark.parametrize(("path", "text", "row"), [
    ("Makefile", "purge:\n\tpython -m manage purge_queue --all\n", "Makefile:2 make target purge"),
    ("docs/ops.md", "Then:\n\n    docker compose exec web python -m manage purge_queue\n", "docs/ops.md:3 docs management command"),
    ("compose.yaml", "services:\n  q:\n    command: [\"python\", \"-m\", \"manage\", \"purge_queue\"]\n", "compose.yaml:3 compose service q"),
    ("docker/uwsgi.ini", "[uwsgi]\nattach-daemon = ./manage.py purge_queue --loop\n", "docker/uwsgi.ini:2 config attach-daemon"),
    ("template.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Purge:\n    Type: AWS::Events::Rule\n    Properties:\n"
     "      ScheduleExpression: rate(1 hour)\n      Targets:\n        - Id: Jobs\n          Input: '{\"command\": \"purge_queue\", \"args\": []}'\n",
     "template.yaml:9 cloudformation rate(1 hour) Purge"),
    ("template.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Purge:\n    Description: 'command purge_queue'\n", None),
    ("Makefile", "purge:\n\tpython -m manager purge_queue\n", None), ("Makefile", "purge:\n\tpython -m manage.other purge_queue\n", None),
    ("docker/uwsgi.ini", "[uwsgi]\nmodule = shop.wsgi\n", None),
])
def test_management_commands_started_in_other_ways(started: Started, path: str, text: str, row: str | None) -> None:
    command = "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    pass\n"
    texts = {"shop/management/commands/purge_queue.py": command, "manage.py": PY, path: text}
    assert started("shop/management/commands/purge_queue.py", texts) == ([row] if row else [])


def test_management_commands_by_a_kept_name(started: Started) -> None:
    command = "from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    pass\n"
    texts = {"shop/management/commands/purge_queue.py": command,
             "tests/test_purge.py": "class TestPurge:\n    command = 'purge_queue'\n    def test(self):\n        call_command(self.command)\n",
             "shop/jobs.py": "NAME = 'purge_queue'\ncall_command(NAME, verbosity=0)\n",
             "shop/other.py": "other = 'purge_queue'\ncall_command(self.command)\n"}
    assert started("shop/management/commands/purge_queue.py", texts) == [
        "shop/jobs.py:1 script management command", "tests/test_purge.py:2 tests management command"]


@pytest.mark.parametrize(("line", "starts"), [
    ("subprocess.run(['shop', 'purge'])", True), ("run('shop purge --all')", True), ("command = 'shop purge'", True),
    ("os.system(\"shop purge\")", True),
    ("NAMES = ['shop', 'store']", False), ("raise Error(\n    'shop purge is not set')", False), ("x = {'description': 'shop manual'}", False),
    ("    'shop database is not there',", False),
])
def test_a_text_of_python_that_begins_with_the_name_of_the_package(started: Started, line: str, starts: bool) -> None:
    assert bool([row for row in started("shop/manage.py", _SHOP | {"tool.py": line + "\n"}) if " script" in row]) is starts


def test_imports_are_weak_and_relative_ones_are_followed(started: Started) -> None:
    texts = {"shop/__init__.py": "", "shop/ci/__init__.py": "", "shop/ci/recreate.py": PY,
             "shop/ci/sum.py": "from . import (\n    other,\n    recreate)\n",
             "shop/tests/ci.py": "from ..ci import recreate\n", "README.md": "    from shop.ci import recreate\n"}
    assert started("shop/ci/recreate.py", texts) == [
        "README.md:1 docs imports it", "shop/ci/sum.py:3 import imports it", "shop/tests/ci.py:1 tests imports it"]


def test_docs_by_path_link_and_module(started: Started) -> None:
    doc = "See [it](https://github.com/o/r/blob/1.2/ops/drop-all.sh) or\nhttps://github.com/o/r/blob/1.2/elsewhere/drop-all.sh\n"
    assert started("ops/drop-all.sh", {"ops/drop-all.sh": "", "docs/a.md": doc}) == ["docs/a.md:1 docs"]
    assert started("ops/drop-all.sh", {"ops/drop-all.sh": "", "docs/a.md": doc.split("\n")[1]}) == []
    assert started("ops/drop-all.sh", {"ops/drop-all.sh": "", "CHANGELOG.md": "Fixed ops/drop-all.sh\n"}) == []


def test_where_a_script_was_taken_from_starts_nothing(started: Started) -> None:
    taken = "#!/bin/sh\n# based on https://github.com/o/r/blob/master/ops/drop-all.sh\nls\n"
    assert started("ops/drop-all.sh", {"ops/drop-all.sh": "", "lib/make.sh": taken}) == []
    fetched = "#!/bin/sh\ncurl https://github.com/o/r/raw/master/ops/drop-all.sh | sh\n"
    assert started("ops/drop-all.sh", {"ops/drop-all.sh": "", "lib/make.sh": fetched}) != []


def test_common_and_ambiguous_names_need_their_folder(started: Started) -> None:
    texts = {"a/run.sh": "#!/bin/sh\n", "b/x.sh": "#!/bin/sh\n", "c/x.sh": "#!/bin/sh\n",
             "README.md": "Start run.sh, x.sh, redeploy.sh.bak and b/x.sh.\n"}
    assert started("a/run.sh", texts) == []
    assert started("b/x.sh", texts) == ["README.md:1 docs"]
    assert started("c/x.sh", texts) == []


@pytest.mark.parametrize("line", ["./predeploy-db.sh", "deploy-db.sh.bak", "deploy-db.shx", "x.deploy-db.sh"])
def test_a_name_counts_as_a_whole_token_only(started: Started, line: str) -> None:
    assert started("ops/deploy-db.sh", {"ops/deploy-db.sh": "", "go.sh": line + "\n"}) == []


def test_a_script_does_not_start_itself_and_vendored_trees_are_silent(started: Started) -> None:
    texts = {"ops/deploy-db.sh": "# usage: ops/deploy-db.sh\nexec ops/deploy-db.sh\n", "node_modules/x/y.sh": "ops/deploy-db.sh\n",
             "handover/a.yml": "scripts: {ops/deploy-db.sh: {}}\n"}
    assert started("ops/deploy-db.sh", texts) == []


# properties ---------------------------------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from(list("ab./-_ \n#'\"$({:x.py=[]<>|&;*01")), max_size=200), st.sampled_from(
    [".github/workflows/a.yml", "Makefile", "compose.yaml", "Dockerfile", "a.py", "a.sh", "pyproject.toml", "package.json", "x.tf",
     "crontab", "a.service", "t/tasks/a.yml",
     "Jenkinsfile", "k.yaml", "README.md", "a.sql", "b.js", "setup.py", ".circleci/config.yml"]))
def test_any_text_is_read_without_a_traceback_and_lines_exist(text: str, path: str) -> None:
    body = text + "\nops/b-x.py\n" + text
    files = {p: SourceFile(path=p, blob="", size=1, text=t) for p, t in {path: body, "ops/b-x.py": ""}.items()}
    first = StarterSearch(files, ["ops/b-x.py", path], {"a-b": "ops/b-x.py"}).starters()
    assert first == StarterSearch(dict(reversed(files.items())), [path, "ops/b-x.py"], {"a-b": "ops/b-x.py"}).starters()
    for row in first.get("ops/b-x.py", ()):
        assert 1 <= row.line <= body.count("\n") + 1


@given(st.text(max_size=60))
def test_lines_are_those_of_split(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text)):
        assert lines.number(offset) == text.count("\n", 0, offset) + 1


def test_comments_inside_quotes_are_none() -> None:
    assert in_comment("run x # y", 8, ("#",))
    assert not in_comment("echo 'a # b' y", 13, ("#",))
    assert not in_comment("a#b y", 4, ("#",))


def test_cost_grows_with_the_text_alone() -> None:
    text = ("for item in everything:\n    handle(item, other=1)  # deploy the thing, see docs\n" * 100)
    files = {f"src/pkg{n}/module_{n}.py": SourceFile(path=f"src/pkg{n}/module_{n}.py", blob="", size=1, text=text) for n in range(600)}
    begun = time.process_time()
    StarterSearch(files, list(files), {}).starters()
    assert time.process_time() - begun < 3.0


def test_names_prefer_the_file_beside() -> None:
    names = Names(["a/x.py", "b/x.py"], ["a/x.py", "b/x.py"], {}, ("",))
    assert [m.candidate for m in names.mentions("b/y.sh", "python x.py\n", prose=False)] == ["b/x.py"]


@pytest.mark.parametrize(("opening", "kind"), [
    ("parser.epilog = (\n    '\'\'\\", "docs"), ("p = make(epilog='\'\'", "docs"), ("p = make(epilog=textwrap.dedent(\"\"\"", "docs"),
    ("USAGE = \"\"\"", "docs"), ("print(f\"\"\"", "docs"), ("say(help=(\"\"\"", "docs"),
    ("run(\"\"\"", "script"), ("script = \"\"\"", "script"), ("subprocess.run(textwrap.dedent(\"\"\"", "script"),
])
def test_a_long_text_for_people_starts_nothing(opening: str, kind: str, started: Started) -> None:
    closing = "'''" if "'''" in opening else "\"\"\""
    texts = {"ops/three.sh": "#!/bin/sh\n", "ops/go.py": f"x = 1\n{opening}\n  ops/three.sh --all\n{closing}\n"}
    assert [row.split()[1] for row in started("ops/three.sh", texts)] == [kind]


def test_recipes_of_task_files_by_their_names(started: Started) -> None:
    texts = {
        "ops/wipe.sh!": "#!/bin/sh\nrm x\n",
        "justfile": "db := 'x'\n# all of it\n@wipe where='a': stop\n    # careful\n    ops/wipe.sh\n",
        "Taskfile.dist.yml": "version: '3'\ntasks:\n  db:wipe:\n    cmds:\n      - cmd: ops/wipe.sh\n",
    }
    assert started("ops/wipe.sh", texts) == ["Taskfile.dist.yml:5 make task db:wipe", "justfile:5 make recipe wipe"]


@pytest.mark.parametrize("line", [
    "export ARGS=\"--omit=ops/wipe.sh,a.py\"", "coverage report --include='ops/wipe.sh'", "rsync --exclude ops/wipe.sh a b"])
def test_a_path_in_a_list_of_what_is_left_out_is_only_named(line: str, started: Started) -> None:
    assert started("ops/wipe.sh", {"ops/wipe.sh!": "#!/bin/sh\nrm x\n", "Makefile": f"all:\n\t{line}\n"}) == ["Makefile:2 docs named, not run"]


@pytest.mark.parametrize(("path", "line", "told"), [
    ("shop/sums.py", "db.run('UPDATE a SET b = 1 WHERE payday = 2')", False), ("shop/sums.py", "row['payday']", False),
    ("sql/sums.sql", "INSERT INTO a VALUES ('payday');", False), ("shop/sums.py", "subprocess.run('payday --all', shell=True)", True),
    ("shop/sums.py", "run(['payday'])", True), ("go.sh", "payday >> log", True),
])
def test_a_plain_word_that_is_a_program_too(path: str, line: str, told: bool, started: Started) -> None:
    texts = {"shop/__init__.py": "", "shop/jobs.py": PY, "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    payday = shop.jobs:main\n",
             path: f"{line}\n"}
    assert any(row.startswith(path) for row in started("shop/jobs.py", texts)) is told


def test_a_list_of_which_entry_points_are_made(started: Started) -> None:
    both = {"shop/__init__.py": "", "shop/purge.py": PY, "shop/other.py": PY}
    setup = ("setup(\n    entry_points={\n        'console_scripts': [\n            '%(s)s = shop.%(s)s:main' % dict(s=s)\n            for s in [\n"
             "                'purge',\n            ]\n        ],\n    },\n    keywords=[s for s in [\n        'other',\n    ]])\n")
    assert started("shop/purge.py", {**both, "setup.py": setup}) == ["setup.py:6 package purge"]
    assert started("shop/other.py", {**both, "setup.py": setup}) == []


@pytest.mark.parametrize(("path", "is_one"), [
    ("docker-compose.yml.j2", True), ("deploy/docker-compose.prod.yaml.tmpl", True), ("compose.yml.erb", True), ("docker-compose.yml.in", True),
    ("docker-compose.yml.bak", False), ("composer.yml.j2", False)])
def test_a_compose_file_that_is_a_template(started: Started, path: str, is_one: bool) -> None:
    text = "services:\n{% if jobs %}\n  jobs:\n    image: {{ image }}\n    command: ['ops/purge.sh', '--all']\n{% endif %}\n"
    found = started("ops/purge.sh", {"ops/purge.sh": "#!/bin/sh\nrm -rf /srv/a\n", path: text})
    assert (f"{path}:5 compose service jobs" in found) is is_one
    assert any(" compose " in row for row in found) is is_one


def test_a_list_of_scripts_that_begins_on_the_line_of_its_name(started: Started) -> None:
    many = "".join(f"             'bin/do-{number}',\n" for number in range(30))
    texts = {"bin/do-29": "#!/bin/sh\nls\n",
             "setup.py": f"setup(\n    scripts=['bin/first', 'bin/second',\n{many}             ],\n    keywords=['bin/do-29'])\n"}
    assert started("bin/do-29", texts) == ["setup.py:32 package scripts"]
    texts["setup.py"] = texts["setup.py"].replace("scripts=", "data_files=")
    assert started("bin/do-29", texts) == []


@pytest.mark.parametrize(("path", "text", "rows"), [
    ("deploy/task.yaml", "apiVersion: tekton.dev/v1\nkind: Task\nmetadata:\n  name: sweep\nspec:\n  steps:\n  - command:\n    - python\n    - -m \n"
                         "    - acme.sweep\n    - --all\n", ["deploy/task.yaml:10 k8s Task sweep"]),
    ("deploy/task.yaml", "apiVersion: tekton.dev/v1\nkind: Task\nmetadata:\n  name: sweep\nspec:\n  steps:\n  - command:\n    - git\n    - -m\n"
                         "    - acme.swept\n", []),
    ("jobs/sweep.yaml", "- job:\n    name: sweep\n    builders:\n      - run-venv:\n          COMMAND: |\n              set -eux\n              A=1\n"
                        "              B=2\n              C=3\n              D=4\n\n              if true; then\n"
                        "                python acme/sweep.py\n              fi\n", ["jobs/sweep.yaml:13 config COMMAND"]),
    ("jobs/sweep.yaml", "- job:\n    description: |\n        What\n        is\n        told\n        here\n        of\n\n"
                        "        python acme/sweep.py\n", []),
    ("jobs/sweep.yaml", "- shell: |\n    make\n    all\n    of\n    it\n    now\n\n- see: a\n  of: b\n\n- other\n"
                        "- python acme/sweep.py\n", []),
])
def test_items_of_a_command_and_blocks_of_shell(started: Started, path: str, text: str, rows: list[str]) -> None:
    assert started("acme/sweep.py", {"acme/__init__.py": "", "acme/sweep.py": "print(1)\n", path: text}) == rows
