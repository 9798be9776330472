"""Packaging files: what is declared, which file is behind a command, where imports start."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis.packaging import Packaging
from handover_generator.model.source import SourceFile
from handover_generator.sources._packages._found import requirement_name
from handover_generator.sources.packages import read_packaging

Files = Callable[[Mapping[str, str]], dict[str, SourceFile]]


def commands(packaging: Packaging) -> list[tuple[str, str | None, str]]:
    return [(point.name, point.path, point.function) for point in packaging.entry_points]


@pytest.mark.parametrize(("written", "name"), [
    ("requests", "requests"), ("requests[security]>=2,<3 ; python_version > '3'", "requests"), ("Flask == 1.1.1", "Flask"),
                                               ("pkg @ https://x/y.zip", "pkg"),
    ("git+https://github.com/o/web-thing.git@abc#egg=web.py", "web.py"), ("git+https://github.com/o/web-thing.git@abc", "web-thing"),
    ("https://x.org/dist/name_x-1.2-py3-none-any.whl", "name_x"), (".", None), ("./lib", None), ("# note", None), ("", None),
                                               ("-r base.txt", None)])
def test_requirement_names(written: str, name: str | None) -> None:
    assert requirement_name(written) == name


def test_requirements_with_continued_lines_and_options(files: Files) -> None:
    text = ("-r base.txt\n--index-url https://x\nrequests==2.0 \\\n    --hash=sha256:00\nPyYAML>=5  # note\n"
            "-e git+https://h/o/r.git#egg=tool\n")
    found = read_packaging(files({"requirements/prod.txt": text, "notes.txt": "django\n"}))
    assert {name: at.line for name, at in found.declared.items()} == {"pyyaml": 5, "requests": 3, "tool": 6}


def test_pyproject_in_all_dialects(files: Files) -> None:
    text = """
[project]
dependencies = ["httpx>=0.2"]
scripts = { shop = "shop.cli:main" }
optional-dependencies = { x = ["rich"] }
[project.gui-scripts]
shop-ui = "shop.ui:App.run"
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
[tool.poetry.dependencies]
python = "^3.11"
boto3 = "*"
[tool.poetry.group.ops.dependencies]
fabric = "*"
[tool.poetry.scripts]
old = {reference = "bin/old.sh", type = "file"}
[tool.setuptools.packages.find]
where = ["lib"]
"""
    found = read_packaging(files({"pyproject.toml": text, "lib/shop/__init__.py": "", "lib/shop/cli.py": "", "lib/shop/ui.py": "",
                                  "bin/old.sh": ""}))
    assert set(found.declared) == {"httpx", "rich", "pytest", "boto3", "fabric"}
    assert found.source_roots == ("", "lib")
    assert found.console_scripts == {"shop": "lib/shop/cli.py", "shop-ui": "lib/shop/ui.py"}


def test_setup_py_is_parsed_never_run(files: Files) -> None:
    text = """
raise SystemExit("never run")
import os
os.system("touch /tmp/never")
REQUIRES = ["pq == 1.8", "psycopg2-binary"]
from setuptools import setup
setup(install_requires=REQUIRES + ["six"], package_dir={"": "src"}, scripts=["bin/tool"],
      entry_points=dict(console_scripts=["a-b = shop.ci.x:main", 'c = shop:run [extra]']))
"""
    found = read_packaging(files({"setup.py": text, "src/shop/__init__.py": "from .inner import (other,\n run)\n", "src/shop/inner.py": "",
                                  "src/shop/ci/x.py": "", "bin/tool": "#!/bin/sh\n"}))
    assert set(found.declared) == {"pq", "psycopg2-binary", "six"}
    assert commands(found) == [("a-b", "src/shop/ci/x.py", "main"), ("c", "src/shop/inner.py", "run"), ("tool", "bin/tool", "")]


def test_setup_cfg_as_pbr_reads_it(files: Files) -> None:
    found = read_packaging(files({
        "setup.cfg": "[metadata]\nname = shop\n[files]\npackages =\n    shop\nscripts =\n    bin/tool\n[entry_points]\nconsole_scripts =\n"
                     "    # ours\n    shop-load = shop.load:main\nshop.tasks =\n    load = shop.load:Load\n",
        "shop/load.py": "", "shop/__init__.py": "", "bin/tool": ""}))
    assert commands(found) == [("load", "shop/load.py", "Load"), ("shop-load", "shop/load.py", "main"), ("tool", "bin/tool", "")]


def test_setup_cfg_pipfile_conda_and_installs(files: Files) -> None:
    texts = {
        "setup.cfg": "[options]\ninstall_requires =\n    boto\npackage_dir =\n    =python\n[options.entry_points]\nconsole_scripts =\n    "
                     "x = shop.a:main\n",
        "python/shop/a.py": "", "Pipfile": "[packages]\nredis = '*'\n[dev-packages]\nmypy = '*'\n",
             "environment.yml": "name: x\ndependencies:\n  - gdal=3\n  - pip:\n    - web.py\n",
        "Dockerfile": "RUN apt-get install -y python3-yaml python3-dev curl \\\n  && pip3 install --user -r r.txt 'ldap3>=2' \\\n     "
                      "netmiko $EXTRA\n# pip install not_this\n",
        "ops/setup.sh": "pip install --target t boto3==1 ; echo pip\n"}
    found = read_packaging(files(texts))
    assert set(found.declared) == {"boto", "redis", "mypy", "gdal", "web-py", "yaml", "ldap3", "netmiko", "boto3"}
    assert found.console_scripts == {"x": "python/shop/a.py"}
    assert found.declared["netmiko"].line == 3


def test_source_roots_of_containers(files: Files) -> None:
    texts = {"Dockerfile": "ENV PYTHONPATH=/shop:/shop/vendor/tools:/shop/other\n", "shop/__init__.py": "", "vendor/tools/t.py": "",
             "src/pkg/__init__.py": "",
             "Makefile": "test:\n\tPYTHONPATH=$(PWD)/server pytest\n", "server/a.py": ""}
    assert read_packaging(files(texts)).source_roots == ("", "server", "src", "vendor/tools")


def test_a_long_path_in_a_container_means_the_folder_even_where_that_is_a_package(files: Files) -> None:
    texts = {"hack/Dockerfile": "ENV PYTHONPATH=/src/src/web/app/:/src/src/common/lib\n", "src/web/app/__init__.py": "", "src/web/app/main.py": "",
             "src/common/lib/__init__.py": "", "src/common/lib/search.py": "", "lib/a.py": ""}
    assert read_packaging(files(texts)).source_roots == ("", "src", "src/common/lib", "src/web/app")


@pytest.mark.parametrize(("root", "distribution"), [
    ("cv2", "opencv-python-headless"), ("yaml", "PyYAML"), ("PIL", "Pillow"), ("MySQLdb", "mysqlclient"), ("psycopg2", "psycopg2-binary"),
                                                    ("dateutil", "python-dateutil"),
    ("bs4", "beautifulsoup4"), ("sklearn", "scikit_learn"), ("google", "google-cloud-storage"), ("web", "web.py"),
                                                    ("rest_framework", "djangorestframework"), ("jwt", "PyJWT")])
def test_imports_find_their_distribution(files: Files, root: str, distribution: str) -> None:
    assert read_packaging(files({"requirements.txt": distribution})).is_declared(root) is True


def test_what_is_not_declared(files: Files) -> None:
    found = read_packaging(files({"requirements.txt": "boto3\nrequests-mock\n", "shop/a.py": "", "docker/deep/x.py": ""}))
    assert found.is_declared("boto") is False
    assert found.is_declared("requests") is False
    assert found.is_declared("docker") is False            # a folder of other things is no module
    assert [found.is_declared(name) for name in ("json", "urllib2", "shop")] == [True, True, True]
    assert read_packaging(files({"a.py": ""})).is_declared("requests") is None


@given(st.dictionaries(st.sampled_from(["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", "environment.yml",
                                        "package.json", "Dockerfile"]),
                       st.text(alphabet=st.sampled_from(list("ab[]={}\"'\n .,():-#\\")), max_size=80)))
def test_broken_manifests_are_absent_not_fatal(texts: dict[str, str]) -> None:
    listed = {path: SourceFile(path=path, blob="", size=1, text=text) for path, text in texts.items()}
    assert read_packaging(listed) == read_packaging(dict(reversed(listed.items())))


@pytest.mark.parametrize(("path", "text", "found"), [
    ("noxfile.py", "import nox\n", [("nox", "noxfile.py", "")]),
    ("dodo.py", "def task_clean():\n    pass\n", [("doit", "dodo.py", "")]),
    ("noxfile.py", "import os\n", []),
    ("tools/noxfile.py", "import nox\n", []),
])
def test_the_file_at_the_top_that_a_tool_looks_for(files: Files, path: str, text: str, found: list[tuple[str, str, str]]) -> None:
    assert commands(read_packaging(files({path: text}))) == found


@pytest.mark.parametrize(("target", "program"), [
    ("flask.cli:main", "flask"), ("django.core.management:execute_from_command_line", "django-admin"), ("shop.cli:main", None),
    ("click.core:main", None),
])
def test_a_command_that_is_a_program_of_another_package(files: Files, target: str, program: str | None) -> None:
    points = f"{{'console_scripts': ['shop = {target}'], 'shop.plugins': ['other = flask.cli:main']}}"
    found = read_packaging(files({"setup.py": f"setup(entry_points={points})"}))
    assert found.stand_ins == ({"shop": program} if program else {})


@pytest.mark.parametrize(("made", "found"), [
    ("['%(s)s = shop.jobs.%(s)s:main' % dict(s=s) for s in ['clean', 'send']]", ["clean", "send"]),
    ("['%(s)s = shop.jobs.%(s)s:main' % {'s': s} for s in ('clean', 'send')]", ["clean", "send"]),
    ("['%s = shop.jobs.%s:main' % (s, s) for s in ['clean']]", ["clean"]),
    ("['shop-{0} = shop.jobs.{0}:main'.format(s) for s in NAMES]", ["shop-send"]),
    ("['{} = shop.jobs.{name}:main'.format(s, name=s) for s in ['clean']]", ["clean"]),
    ("[f'{s} = shop.jobs.{s}:main' for s in ['clean']]", ["clean"]),
    ("['shop-' + s.replace('e', 'E') + ' = shop.jobs.' + s + ':main' for s in ['clean']]", ["shop-clEan"]),
    ("['%99999999999s = shop.jobs.%s:main' % (s, s) for s in ['clean']]", []),
    ("['{0.__class__} = shop.jobs.{0}:main'.format(s) for s in ['clean']]", []),
    ("['%s = shop.jobs.%s:main' % (s, other) for s in ['clean']]", []),
    ("['%s = shop.jobs.%s:main' % (s, s) for s in ['clean'] if s in WANTED]", []),
    ("['%s = shop.jobs.%s:main' % (s, s) for s in find()]", []),
])
def test_commands_that_a_comprehension_makes(files: Files, made: str, found: list[str]) -> None:
    text = f"NAMES = ['send']\nsetup(entry_points={{'console_scripts': {made}}})\n"
    read = read_packaging(files({"setup.py": text, "shop/__init__.py": "", "shop/jobs/clean.py": "", "shop/jobs/send.py": ""}))
    assert sorted(read.console_scripts) == found
