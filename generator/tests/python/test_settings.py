"""Settings, tasks of a queue, and what a module reads while it is imported."""

from __future__ import annotations

import pytest

from handover_generator.model.tracing import ALL_TASKS

PROJECT = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/__init__.py": "",
    "shop/settings.py": 'import os\nENGINE = "shop.engines.Fast"\nDATA = os.path.join("/srv", "shop")\nTRY_ONLY = True\nfrom .local import *\n',
    "shop/engines.py": "import shutil\nclass Fast:\n    def wipe(self):\n        shutil.rmtree('/srv/index')\n",
}


def targets(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects]


def test_a_setting_of_django_names_a_target_and_a_class(trace) -> None:
    walked = trace("import shutil\nfrom django.conf import settings\nfrom django.utils.module_loading import import_string\n"
                   "shutil.rmtree(settings.DATA)\nimport_string(settings.ENGINE)().wipe()\n", PROJECT)
    assert targets(walked) == ["/srv/index", "/srv/shop"]


OPENED = {**PROJECT, "shop/settings.py": "import datetime\nimport environ\nfrom pymongo import MongoClient\nfrom shop.engines import Fast\nenv = environ.Env()\n"
                                         "FORMS = MongoClient(env.str('URL'))['forms']\nENGINE = Fast()\nSINCE = datetime.timedelta(days=3)\nHOST = env.str('HOST')\n"}


def test_what_the_settings_open_is_followed(trace) -> None:
    walked = trace("from django.conf import settings\nsettings.FORMS.answers.delete_many({})\nsettings.ENGINE.wipe()\n", OPENED)
    assert {(effect.resource, effect.action.value, effect.target) for effect in walked.effects} == {
        ("database", "delete", "forms.answers"), ("filesystem", "delete", "/srv/index")}


def test_clients_in_a_table_of_the_settings_are_followed(trace) -> None:
    tables = {**PROJECT, "shop/settings.py": "from redis import Redis\nCLIENTS = {f'{n}': Redis(db=n) for n in (1, 2)}\nNAMES = {'a': 'b'}\n"
                                             "LIMITS = {'c': Redis(), 'd': 3}\n"}
    walked = trace("from django.conf import settings\nsettings.CLIENTS['1'].set('k', 1)\nsettings.NAMES['a'].set('k', 1)\n", tables)
    assert [(effect.resource, effect.action.value, effect.at.line) for effect in walked.effects] == [("cache", "write", 2)]


def test_an_annotation_tells_what_a_setting_does_not(trace) -> None:
    walked = trace("from django.conf import settings\nfrom redis import Redis\ndef pick(name) -> Redis:\n    return settings.ELSEWHERE[name]\n"
                   "def text() -> Redis:\n    return settings.DATA\npick('a').flushall()\ntext().flushall()\n", PROJECT)
    assert [(effect.resource, effect.action.value, effect.at.line) for effect in walked.effects] == [("cache", "delete", 7)]


def test_a_command_that_is_a_document_is_called_like_its_first_key(trace) -> None:
    made = "from pymongo import MongoClient\ndb = MongoClient()['forms']\n"
    for command, action in (("{'delete': 'answers', 'deletes': []}", "delete"), ("{'update': NAME, 'updates': []}", "write"), ("{'find': 'answers'}", "read"),
                            ("dict(request)", "execute"), ("'ping'", "read")):
        assert [effect.action.value for effect in trace(f"{made}command = {command}\ndb.command(command)\n").effects] == [action], command


def test_what_the_settings_only_compute_stays_a_setting(trace) -> None:
    walked = trace("import os\nfrom django.conf import settings\nos.remove(settings.SINCE)\nos.remove(settings.HOST)\nos.remove(settings.OTHER)\n", OPENED)
    assert sorted(str(target) for target in targets(walked)) == ["${HOST}", "${OTHER}", "${SINCE}"]


def test_a_class_is_found_by_the_parts_of_its_dotted_name(trace) -> None:
    walked = trace("import importlib\nfrom django.conf import settings\nmodule, name = settings.ENGINE.rsplit('.', 1)\n"
                   "getattr(importlib.import_module(module), name)().wipe()\n", PROJECT)
    assert targets(walked) == ["/srv/index"]


def test_no_branch_is_decided_by_a_setting(trace) -> None:
    script = "import shutil\nfrom {} import settings\nif settings.TRY_ONLY:\n    raise SystemExit\nshutil.rmtree('/srv/data')\n"
    assert targets(trace(script.format("django.conf"), PROJECT)) == ["/srv/data"]
    assert targets(trace(script.format("shop"), PROJECT)) == ["/srv/data"]          # shop.local may set it otherwise


def test_a_task_is_where_a_worker_starts(trace) -> None:
    task = "import shutil\nfrom celery import Celery\napp = Celery()\n@app.task(name='clean')\ndef clean(dry=True):\n" \
           "    if not dry:\n        shutil.rmtree('/srv/data')\n"
    assert targets(trace(task, functions={"run.py": [ALL_TASKS]})) == ["/srv/data"]       # its default is not what the worker is given
    assert targets(trace(task)) == []
    assert targets(trace(task + "if __name__ == '__main__':\n    clean()\n")) == []


def test_a_variable_read_for_an_import_is_needed_by_who_uses_it(trace) -> None:
    files = {"conf.py": "import os\ndef flag(text):\n    return text == 'yes'\nURL = os.environ.get('URL')\nLOUD = flag(os.environ.get('LOUD'))\n"}
    needed = {need.name for need in trace("import conf\nprint(conf.URL)\n", files).needs if need.kind == "env"}
    assert needed == {"URL"}
    again = trace("import os\nimport conf\nprint(conf.flag(os.environ.get('LOUD')))\n", files)
    assert {need.name for need in again.needs if need.kind == "env"} == {"LOUD"}


COMMAND = ("from django.core.management.base import BaseCommand\nimport shutil\nclass Command(BaseCommand):\n"
           "    def add_arguments(self, parser):\n        parser.add_argument('--folder', default='/srv/data')\n"
           "    def handle(self, *args, **options):\n        shutil.rmtree(options.get('folder'))\n")


def test_options_of_a_management_command_and_their_defaults(trace) -> None:
    walked = trace(COMMAND, path="shop/management/commands/wipe.py")
    assert targets(walked) == ["${--folder}"]
    assert {(need.name, need.default) for need in walked.needs if need.kind == "flag"} == {("--folder", "/srv/data")}


SQL = ("from sqlalchemy import delete\nfrom sqlalchemy.orm import sessionmaker, declarative_base\nBase = declarative_base()\n"
       "class User(Base):\n    pass\nsession = sessionmaker()()\ndef old(model):\n    return session.query(model).filter(model.a == 1)\n")


def test_rows_deleted_by_way_of_helpers_and_statements_are_those_of_their_model(trace) -> None:
    for line in ("old(User).delete()", "session.execute(delete(User).where(User.a == 1))", "session.execute(User.__table__.delete())",
                 "session.delete(old(User).first())", "for user in old(User).all():\n    session.delete(user)"):
        walked = trace(SQL + line + "\n")
        assert {effect.target for effect in walked.effects if effect.destructive} == {"User"}, line
        assert not walked.unknowns, line


def test_marks_of_a_running_program_are_no_loss(trace) -> None:
    walked = trace("import os\nos.remove('/run/shop.pid')\nos.remove('/srv/shop/.lock')\nos.remove('/srv/shop/clock')\n")
    assert [effect.target for effect in walked.effects if effect.destructive] == ["/srv/shop/clock"]


def test_a_file_that_settings_call_pid_is_such_a_mark_and_what_is_named_by_a_number_is_none(trace) -> None:
    walked = trace("import json, os\nc = json.load(open('c.json'))\nos.remove(c['process']['pid'])\nos.remove(c['lock'])\nos.remove(c['pids'])\n"
                   "os.remove('/srv/jobs/' + c['pid'])\n")
    assert sorted(effect.target for effect in walked.effects if effect.destructive) == ["${pids}", "/srv/jobs/${pid}"]


def files_of(walked) -> set[str]:
    return {need.name for need in walked.needs if need.kind == "file"}


def test_only_what_is_read_by_a_fixed_name_is_a_needed_file(trace) -> None:
    assert files_of(trace("import os\nos.listdir('/srv/in')\nos.path.exists('/srv/flag')\nprint(open('/etc/shop.conf').read())\n")) == {"/etc/shop.conf"}
    keyed = "import configparser\nsection = configparser.ConfigParser()['args']\nopen(section.get('in_file')).read()\n"
    assert files_of(trace(keyed)) == set()


def test_of_several_names_the_files_that_are_there(trace) -> None:
    script = ("import os\ndef first(names):\n    for name in names:\n        path = os.path.join(os.path.dirname(__file__), name)\n"
              "        if os.path.exists(path):\n            return path\nopen(first(['../VERSION', 'VERSION'])).read()\n")
    assert files_of(trace(script, {"VERSION": "1"}, path="ops/run.py")) == {"VERSION"}


def test_variables_behind_options_of_click_are_needed(trace) -> None:
    code = ("import click\n@click.command()\n@click.option('--token', envvar=['GH_TOKEN', 'GITHUB_TOKEN'])\n@click.option('--url', envvar='API_URL')\n"
            "@click.option('--name', default='envvar')\ndef go(token, url, name):\n    print(token)\ngo()\n")
    assert {need.name for need in trace(code).needs if need.kind == "env"} == {"GH_TOKEN", "GITHUB_TOKEN", "API_URL"}


@pytest.mark.parametrize(("engine", "ended"), [("", True), ("SESSION_ENGINE = 'django.contrib.sessions.backends.cached_db'\n", True),
                                               ("SESSION_ENGINE = 'shop.sessions'\n", False)])
def test_where_a_project_says_nothing_django_s_own_stands(trace, engine: str, ended: bool) -> None:
    text = """
        from importlib import import_module
        from django.conf import settings
        import_module(settings.SESSION_ENGINE).SessionStore('a').flush()
    """
    files = {"manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n', "shop/__init__.py": "",
             "shop/settings.py": engine, "shop/sessions.py": "class SessionStore:\n    def __init__(self, key):\n        pass\n    def flush(self):\n        pass\n"}
    assert any(effect.resource == "database" and effect.action.value == "delete" for effect in trace(text, files).effects) is ended


@pytest.mark.parametrize(("name", "wanted"), [("BACKEND", True), ("backend", False), ("OTHER", False)])
def test_a_class_that_stands_in_the_place_of_the_settings(trace, name: str, wanted: bool) -> None:
    text = f"""
        from importlib import import_module
        from shop.conf import settings
        module, _, member = settings.{name}.rpartition(".")
        getattr(import_module(module), member)()
    """
    files = {"manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n', "shop/__init__.py": "",
             "shop/settings.py": "BACKEND = 'shop.wipe.main'\nbackend = 'shop.wipe.main'\n", "shop/wipe.py": "import os\ndef main():\n    os.remove('/srv/a')\n",
             "shop/conf.py": "from django.conf import LazySettings\nclass Stored(LazySettings):\n    OTHER = 'shop.other.main'\n"
                             "    def __getattr__(self, name):\n        return super().__getattr__(name)\nsettings = Stored()\n"}
    assert any(effect.resource == "filesystem" and effect.action.value == "delete" for effect in trace(text, files).effects) is wanted


PLACED = {**PROJECT, "shop/settings.py": 'PLACE_ENV = "dev"\n'}


@pytest.mark.parametrize("test", [
    "settings.PLACE_ENV == 'production'", "settings.PLACE_ENV.lower() == 'production'", "settings.PLACE_ENV.lower() != 'production'",
    "settings.PLACE_ENV.upper() in ('DEV', 'TEST')", "settings.PLACE_ENV.strip().lower() == 'dev'", "settings.PLACE_ENV.startswith('d')",
])
def test_a_setting_decides_nothing_however_it_is_asked(trace, test: str) -> None:
    walked = trace(f"import shutil, sys\nfrom django.conf import settings\nif {test}:\n    sys.exit(1)\nshutil.rmtree('/srv/a')\n", PLACED)
    assert [[guard.kind.value for guard in effect.guards] for effect in walked.effects] == [["env_check"]]


def test_a_part_of_a_setting_still_names_a_target(trace) -> None:
    walked = trace("import shutil\nfrom django.conf import settings\nshutil.rmtree(settings.DATA.rstrip('/'))\n", PROJECT)
    assert targets(walked) == ["/srv/shop"]


_SET = {"manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_settings')\n", "site_settings.py": "FUNCS = []\nNAME = 'a'\n"}


@pytest.mark.parametrize(("line", "name"), [
    ("[one(1) for one in settings.FUNCS]", "FUNCS"), ("for one in settings.ELSEWHERE:\n    one()", "ELSEWHERE"), ("settings.HOOK()", "HOOK"),
    ("settings.HOOKS['a'](1)", "HOOKS"), ("settings.HOOKS.get('a')()", "HOOKS"), ("getattr(settings, 'HOOK')()", "HOOK")])
def test_what_the_settings_hold_is_called_and_not_known(trace, line: str, name: str) -> None:
    walked = trace(f"from django.conf import settings\n{line}\n", _SET)
    assert [(one.kind, one.detail) for one in walked.unknowns] == [("dynamic-call", f"calls what stands under {name} in the settings")]


@pytest.mark.parametrize("line", [
    "settings.HOOKS.get('a')", "settings.PLACES.split(',')", "settings.BASE.joinpath('a')", "settings.NAME.upper()", "settings.configure(A=1)"])
def test_asking_the_settings_for_something_is_known(trace, line: str) -> None:
    assert not trace(f"from django.conf import settings\n{line}\n", _SET).unknowns


def test_what_an_application_of_flask_is_configured_with_is_called_and_not_known(trace) -> None:
    walked = trace("from flask import current_app\ncurrent_app.config['HOOK'](1)\ncurrent_app.config.get('A')\n")
    assert [one.kind for one in walked.unknowns] == ["dynamic-call"]


@pytest.mark.parametrize(("asked", "target"), [
    ("parser.get('paths', 'folder')", "${folder}"), ("parser['paths'].get('folder')", "${folder}"), ("parser['paths']['folder']", "${folder}"),
    ("parser.get('paths', 'folder', fallback='/srv/a')", "${folder}"), ("parser.get('paths', 'out-dir')", "${out-dir}"),
])
def test_what_a_settings_file_holds_is_called_like_the_option(asked: str, target: str, trace) -> None:
    found = trace(f"import configparser, shutil\nparser = configparser.RawConfigParser()\nparser.read('/etc/a.ini')\nshutil.rmtree({asked})\n")
    assert [effect.target for effect in found.effects if effect.action == "delete"] == [target]
