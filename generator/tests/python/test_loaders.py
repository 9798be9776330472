"""Names that are computed: of modules, of functions in a table, of words in a command line; and what only looks like a name."""

from __future__ import annotations

import textwrap

import pytest

from handover_generator.analysis.walk import Walked


def told(walked: Walked) -> set[str]:
    return {f"{e.resource} {e.action.value} {e.target}" for e in walked.effects if e.action.value != "read"}


JOBS = {"jobs/__init__.py": "", "jobs/wipe.py": "import shutil\ndef main():\n    shutil.rmtree('/srv/data')\n",
        "jobs/look.py": "def main():\n    print('x')\n", "other/__init__.py": "",
        "other/wipe.py": "import shutil\ndef main():\n    shutil.rmtree('/srv/other')\n"}


@pytest.mark.parametrize("name", ['"jobs." + sys.argv[1]', 'f"jobs.{sys.argv[1]}"', '"jobs.%s" % sys.argv[1]', '"jobs.{}".format(sys.argv[1])'])
def test_any_module_of_a_package(trace, name: str) -> None:
    walked = trace(f"import importlib, sys\nimportlib.import_module({name}).main()\n", JOBS)
    assert told(walked) == {"filesystem delete /srv/data"}
    assert walked.unknowns == ()


def test_a_name_with_a_beginning(trace) -> None:
    assert told(trace("import importlib, sys\nimportlib.import_module('jobs.l' + sys.argv[1]).main()\n", JOBS)) == set()


def test_a_module_of_that_name_in_any_application(trace) -> None:
    script = "import importlib\nfrom django.conf import settings\nfor app in settings.INSTALLED_APPS:\n    importlib.import_module(f'{app}.wipe').main()\n"
    walked = trace(script, JOBS)
    assert told(walked) == {"filesystem delete /srv/data", "filesystem delete /srv/other"}
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-code"]           # some may lie outside of the repository


def test_a_name_of_which_nothing_is_known(trace) -> None:
    walked = trace("import importlib, sys\nimportlib.import_module(sys.argv[1]).main()\n", JOBS)
    assert told(walked) == set()
    assert "dynamic-code" in [unknown.kind for unknown in walked.unknowns]


def test_all_steps_of_a_long_table(trace) -> None:
    steps = "".join(f"def step_{n}():\n    shutil.rmtree('/srv/{n}')\n" for n in range(1, 13))
    steps += "def stop():\n    shutil.rmtree('/srv/stop')\n"
    walked = trace("import shutil, sys\n" + steps + "globals().get('step_%d' % int(sys.argv[1]))()\n")
    assert told(walked) == {f"filesystem delete /srv/{n}" for n in range(1, 13)}


def test_a_word_that_is_chosen_among_two(trace) -> None:
    walked = trace("import subprocess, sys\nsubprocess.run(['git', 'push' if len(sys.argv) > 1 else 'status', 'origin'])\n")
    assert told(walked) == {"vcs send origin"}
    assert told(trace("import subprocess, sys\nsubprocess.run(['git', 'log' if len(sys.argv) > 1 else 'status'])\n")) == set()


def test_a_script_of_django_extensions_starts_at_run(trace) -> None:
    script = "from django.db import connection\nimport os\ndef helper():\n    os.remove('/srv/a')\ndef run(*args):\n    os.remove('/srv/b')\n"
    assert told(trace(script, path="scripts/clean.py")) == {"filesystem delete /srv/b"}
    assert trace(script, path="scripts/clean.py").unknowns == ()


def test_what_is_open_is_not_read_once_more(trace) -> None:
    script = "import pandas, io, gzip\nwith gzip.open('a.csv.gz') as f:\n    pandas.read_csv(f)\npandas.read_csv(io.StringIO('a'))\npandas.read_csv('b.csv')\n"
    assert {(e.target, e.at.line) for e in trace(script).effects} == {("a.csv.gz", 2), ("b.csv", 5)}


@pytest.mark.parametrize(("expression", "target"), [
    ("urlparse(sys.argv[1]).netloc.rsplit(':', 1)", "${1}"),
    ("urlparse(sys.argv[1]).path.replace('/old', '/new')", "${1}"),
    ("urlparse('http://a/b').path", "http://a/b"),
])
def test_a_piece_of_a_text_is_not_called_like_the_separator(trace, expression: str, target: str) -> None:
    walked = trace(f"import os, sys\nfrom urllib.parse import urlparse\nos.remove({expression})\n")
    assert [e.target for e in walked.effects] == [target]


def test_what_a_pattern_leaves_is_not_called_like_the_pattern(trace) -> None:
    walked = trace("import os, re, sys\nos.remove(re.sub(r'\\.gz$', '', sys.argv[1]))\n")
    assert r"\.gz$" not in str([e.target for e in walked.effects])


SHOP = {
    "shop/__init__.py": """
        import importlib, os
        class Settings:
            def __init__(self, path):
                module = importlib.import_module(path)
                for key in dir(module):
                    if key.isupper():
                        setattr(self, key, getattr(module, key))
        settings = Settings(os.environ.get("SHOP_SETTINGS", "shop.defaults"))
        """,
    "shop/defaults.py": "DISK = {'class': 'shop.stores.Disk', 'options': {'root': '/srv/data'}}\nMEMORY = {'class': 'shop.stores.Memory'}\nroot = '/'\n",
    "shop/stores.py": """
        import shutil
        class Disk:
            def __init__(self, root="/"):
                self.root = root
            def wipe(self):
                shutil.rmtree(self.root)
        class Memory:
            def wipe(self):
                pass
        """,
    "shop/build.py": """
        import importlib
        def build(value):
            path, name = value["class"].rsplit(".", 1)
            return getattr(importlib.import_module(path), name)(**value.get("options", {}))
        """,
}


@pytest.mark.parametrize(("name", "wanted"), [("DISK", {"filesystem delete"}), ("MEMORY", set()), ("OTHER", set())])
def test_a_class_that_settings_name_and_an_object_that_takes_over_a_module(trace, name: str, wanted: set[str]) -> None:
    walked = trace(f"from shop import settings\nfrom shop.build import build\nbuild(settings.{name}).wipe()\n", SHOP)
    assert {f"{e.resource} {e.action.value}" for e in walked.effects} == wanted
    assert "dynamic-code" in {unknown.kind for unknown in walked.unknowns}           # the environment may name another module


def test_members_are_taken_over_only_from_what_is_read(trace) -> None:
    other = SHOP | {"shop/__init__.py": SHOP["shop/__init__.py"].replace("getattr(module, key)", "getattr(os, key)")}
    assert told(trace("from shop import settings\nfrom shop.build import build\nbuild(settings.DISK).wipe()\n", other)) == set()


def test_commands_of_a_table_of_jobs(trace) -> None:
    commands = {"manage.py": "import django\n", "shop/__init__.py": "", "shop/management/__init__.py": "", "shop/management/commands/__init__.py": ""}
    for name in ("wipe", "tidy", "keep"):
        commands[f"shop/management/commands/{name}.py"] = f"""
            import os
            from django.core.management.base import BaseCommand
            class Command(BaseCommand):
                def handle(self, **options):
                    os.remove("/srv/{name}")
            """
    script = """
        from django.core.management import call_command
        JOBS = [{"cmd": "wipe"}, {"cmd": "tidy"}]
        for job in JOBS:
            call_command(job["cmd"])
        """
    walked = trace(script, commands)
    assert told(walked) == {"filesystem delete /srv/wipe", "filesystem delete /srv/tidy"}
    assert "dynamic-command" not in {unknown.kind for unknown in walked.unknowns}
    one = trace("import sys\nfrom django.core.management import call_command\ncall_command('wipe' if len(sys.argv) > 1 else 'tidy')\n", commands)
    assert told(one) == told(walked)
    assert {effect.confidence.value for effect in one.effects} == {"inferred"}
    unsure = trace("import sys\nfrom django.core.management import call_command\ncall_command(sys.argv[1])\n", commands)
    assert told(unsure) == set()
    assert "dynamic-command" in {unknown.kind for unknown in unsure.unknowns}


@pytest.mark.parametrize(("edit", "found"), [
    ('sys.path.insert(0, os.path.join(BASE, "apps"))', True),
    ('sys.path.append(f"{BASE}/apps")', True),
    ('sys.path.append(str(BASE / "site" / "apps"))', True),
    ('sys.path.append("elsewhere")', False),
    ('paths.append("apps")', False),
])
def test_what_the_settings_put_on_the_path_is_there_for_every_command(trace, edit: str, found: bool) -> None:
    files = {"manage.py": "import django\n", "site/__init__.py": "", "site/settings/__init__.py": "", "site/settings/base.py": f"import os, sys\n{edit}\n",
             "site/apps/__init__.py": "", "site/apps/keep/__init__.py": "", "site/apps/keep/store.py": "import os\ndef wipe():\n    os.remove('/srv/a')\n"}
    walked = trace("from keep.store import wipe\nwipe()\n", files, path="jobs/wipe.py")
    assert [effect.target for effect in walked.effects] == (["/srv/a"] if found else [])


PUT_ON_PATH = """
    import importlib, os, sys
    def main():
        here = os.path.dirname(os.path.abspath(__file__))
        name = sys.argv[1]
        sys.path.append(os.path.join(here, "FOLDER"))
        LOAD(name).main()
    if __name__ == "__main__":
        main()
    """


def put_on_path(folder: str, load: str) -> str:
    return textwrap.dedent(PUT_ON_PATH).replace("FOLDER", folder).replace("LOAD", load)


@pytest.mark.parametrize("load", ["__import__", "importlib.import_module"])
def test_a_module_in_a_folder_that_is_put_on_the_path(trace, load: str) -> None:
    walked = trace(put_on_path("jobs", load), JOBS)
    assert told(walked) == {"filesystem delete /srv/data"}
    assert "dynamic-code" in [unknown.kind for unknown in walked.unknowns]             # it may lie elsewhere on the path


def test_the_own_folder_on_the_path_says_nothing(trace) -> None:
    files = {"tools/wipe.py": JOBS["jobs/wipe.py"], **JOBS}
    assert told(trace(put_on_path(".", "__import__"), files, path="tools/run.py")) == set()
    assert told(trace(put_on_path("..", "__import__"), files, path="jobs/deep/run.py")) == set()


@pytest.mark.parametrize(("line", "wanted"), [
    ("python run.py wipe", {"filesystem delete /srv/data"}), ("./run.py wipe --all $@", {"filesystem delete /srv/data"}),
    ("python run.py look", set()), ('python run.py "$1"', {"filesystem delete /srv/data"}),
])
def test_the_module_that_a_script_names(trace, line: str, wanted: set[str]) -> None:
    walked = trace(f"#!/bin/sh\n{line}\n", {**JOBS, "run.py": put_on_path("jobs", "__import__")}, path="go.sh")
    assert told(walked) == wanted
    assert bool(walked.unknowns) == ("$1" in line)
    package = "import importlib, sys\nimportlib.import_module('jobs.' + sys.argv[1]).main()\n"
    assert told(trace(f"#!/bin/sh\n{line}\n", {**JOBS, "run.py": package}, path="go.sh")) == wanted


@pytest.mark.parametrize("part", ["word.split('=')[1]", "word.split('=', 1)[1]", "word.partition('=')[2]", "word.replace('=', '')"])
def test_a_part_of_an_argument_is_not_called_like_what_splits_it(trace, part: str) -> None:
    walked = trace(f"import os, sys\nfor word in sys.argv[2:]:\n    if '=' in word:\n        os.remove('/srv/' + {part})\n")
    assert told(walked) == {"filesystem delete /srv/${argv}"}


@pytest.mark.parametrize(("lines", "wanted"), [
    (["parts = NAME.split('.')", "module = import_module('.'.join(parts[0:len(parts) - 1]))", "getattr(module, parts[len(parts) - 1])()"], True),
    (["parts = NAME.split('.')", "module = __import__('.'.join(parts[:-1]), globals(), locals(), [parts[-1]])", "getattr(module, parts[-1])()"], True),
    (["parts = NAME.split('.')", "module = import_module('.'.join(parts[:len(other) - 1]))", "getattr(module, parts[-1])()"], False),      # of another
    (["parts = NAME.split('.')", "getattr(import_module('.'.join(parts[:-1])), parts[len(parts) - 2])()"], False),
])
def test_a_dotted_name_that_is_taken_apart(trace, lines: list[str], wanted: bool) -> None:
    walked = trace("from importlib import import_module\nNAME = 'jobs.wipe.main'\nother = []\n" + "\n".join(lines) + "\n", JOBS)
    assert ("filesystem delete /srv/data" in told(walked)) is wanted


FOUND = {f"systems/{name}": text for one in "ab" for name, text in (
    (f"{one}/__init__.py", ""), (f"{one}/system.py", f"import shutil\ndef wipe():\n    shutil.rmtree('/srv/{one}')\n"),
    (f"{one}/other.py", f"import shutil\ndef wipe():\n    shutil.rmtree('/other/{one}')\n"))} | {"systems/__init__.py": ""}
LOOP = "import glob, os\nfrom importlib import import_module\nfrom pathlib import Path\nfor path in {}:\n    import_module({}).wipe()\n"


@pytest.mark.parametrize(("found", "name", "lost"), [
    ('glob.glob("systems/*/system.py")', 'f"systems.{path.split(os.path.sep)[-2]}.system"', ["/srv/a", "/srv/b"]),
    ('glob.glob("systems/*/system.py")', 'path[:-3].replace("/", ".")', ["/srv/a", "/srv/b"]),
    ('Path("systems").glob("*/system.py")', 'f"systems.{path.parent.name}.system"', ["/srv/a", "/srv/b"]),
    ('glob.glob("systems/*/system.py")', 'f"systems.{path.split(os.sep)[-2]}.other"', ["/other/a", "/other/b"]),
    ('glob.glob("systems/a*/system.py")', 'path[:-3].replace("/", ".")', ["/srv/a"]),
    ('glob.glob("elsewhere/*/system.py")', 'path[:-3].replace("/", ".")', []),
])
def test_the_modules_that_a_pattern_of_files_finds(trace, found: str, name: str, lost: list[str]) -> None:
    walked = trace(LOOP.format(found, name), FOUND)
    assert [effect.target for effect in walked.effects if effect.destructive] == lost
    assert bool(walked.unknowns) is not bool(lost)


ENGINES = {"shop/__init__.py": "", "shop/engines/__init__.py": "",
           "shop/engines/base.py": "class Base:\n    pass\n",
           "shop/engines/fast.py": "import os\nclass Engine:\n    def wipe(self):\n        os.remove('/srv/fast')\n",
           "shop/engines/slow.py": "import os\nclass Engine:\n    def wipe(self):\n        os.remove('/srv/slow')\n"
                                   "def start():\n    os.remove('/srv/start')\n",
           "shop/engines/test_fast.py": "import os\nclass Engine:\n    def wipe(self):\n        os.remove('/srv/tested')\n"}


@pytest.mark.parametrize(("name", "call", "lost"), [
    ('f"shop.engines.{settings.ENGINE}.Engine"', "().wipe()", {"/srv/fast", "/srv/slow"}),
    ('"shop.engines.%s.start" % sys.argv[1]', "()", {"/srv/start"}),
    ('"shop.engines.{}.Other".format(sys.argv[1])', "().wipe()", set()),
    ('sys.argv[1] + ".Engine"', "().wipe()", set()),
])
def test_classes_of_one_name_in_the_modules_of_a_package(trace, name: str, call: str, lost: set[str]) -> None:
    walked = trace("import sys\nfrom django.conf import settings\nfrom django.utils.module_loading import import_string\n"
                   f"import_string({name}){call}\n", ENGINES)
    assert {effect.target for effect in walked.effects if effect.destructive} == lost
    assert bool(walked.unknowns) is not bool(lost)


def _loaded(walked: Walked) -> list[str]:
    return [need.name for need in walked.needs if need.kind == "loaded"]


@pytest.mark.parametrize("load", [
    "importlib.import_module('jobs.' + sys.argv[1]).main()",
    "[importlib.import_module('jobs.' + name[:-3]) for name in os.listdir('jobs') if name.endswith('.py')]",
    "[importlib.import_module(f'jobs.{one.name}').main() for one in pkgutil.iter_modules(jobs.__path__)]",
    "__import__('jobs.%s' % sys.argv[1], fromlist=['main']).main()",
    "getattr(listed, sys.argv[1]).main()",
])
def test_the_modules_that_a_computed_name_may_mean_are_told_as_loaded(trace, load: str) -> None:
    listed = "import os\n__all__ = [name[:-3] for name in os.listdir(os.path.dirname(__file__))]\n"
    files = {**JOBS, "listed/__init__.py": listed, "listed/wipe.py": JOBS["jobs/wipe.py"], "listed/look.py": JOBS["jobs/look.py"]}
    folder = "listed" if "listed" in load else "jobs"
    walked = trace(f"import importlib, os, pkgutil, sys\nimport jobs, listed\n{load}\n", files)
    assert _loaded(walked) == [f"{folder}/look.py", f"{folder}/wipe.py"]
    assert told(walked) == ({"filesystem delete /srv/data"} if "main" in load.replace("['main']", "") else set())


@pytest.mark.parametrize("load", ["importlib.import_module('jobs.wipe').main()", "importlib.import_module(sys.argv[1])", "getattr(other, sys.argv[1])"])
def test_a_name_that_is_written_out_or_not_known_at_all_is_not_told_as_loaded(trace, load: str) -> None:
    assert _loaded(trace(f"import importlib, sys\nimport other\n{load}\n", JOBS)) == []


def test_one_of_many_modules_is_told_as_that(trace) -> None:
    """Which it may be is known, but not that the program does what all of them do."""
    many = {f"jobs/job_{number}.py": f"import os\ndef main():\n    os.remove('/srv/{number}')\n" for number in range(30)}
    walked = trace("import importlib, sys\nimportlib.import_module('jobs.job_' + sys.argv[1]).main()\n", {**JOBS, **many})
    assert told(walked) == set()
    assert [unknown.detail for unknown in walked.unknowns if unknown.kind == "dynamic-code"] == [
        "importlib.import_module imports one of 30 modules of jobs"]
    assert _loaded(walked) == sorted(many)
