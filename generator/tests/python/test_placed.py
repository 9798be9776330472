"""Modules that only an image, or something unseen, puts beside the file that imports them."""

from __future__ import annotations

import pytest

RUN = "from {module} import wipe\nwipe()\n"
WIPE = "import os\ndef wipe():\n    os.remove('/srv/x')\n"


def removed(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize(("module", "files"), [
    ("helpers", {"b/helpers.py": WIPE, "Dockerfile": "FROM debian\nCOPY a b /scripts/\n"}),
    ("helpers.deep", {"b/helpers/deep.py": WIPE, "Dockerfile": "FROM debian\nCOPY a b /scripts/\n"}),
    ("our_helpers", {"b/our_helpers.py": WIPE}),
])
def test_they_are_found(module: str, files: dict[str, str], trace) -> None:
    walked = trace(RUN.format(module=module), files, path="a/run.py")
    assert (removed(walked), walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize(("module", "files"), [
    ("helpers", {"b/helpers.py": WIPE}),
    ("helpers", {"b/helpers.py": WIPE, "Dockerfile": "FROM debian\nCOPY a /scripts/\nCOPY b /other/\n"}),
    ("our_helpers", {"b/our_helpers.py": WIPE, "c/our_helpers.py": WIPE}),
    ("our_helpers", {"tests/our_helpers.py": WIPE}),
    ("google_auth_oauthlib", {"b/google_auth_oauthlib.py": WIPE}),
])
def test_what_may_be_another_is_not_taken(module: str, files: dict[str, str], trace) -> None:
    assert removed(trace(RUN.format(module=module), files, path="a/run.py")) == []


@pytest.mark.parametrize("me", ["inspect.getfile(inspect.currentframe())", "os.path.abspath(inspect.getsourcefile(again))", "__file__"])
def test_a_file_that_starts_itself(me: str, trace) -> None:
    walked = trace(f"import inspect, os, subprocess, sys\ndef again():\n    subprocess.call([sys.executable, {me}, 'x'])\n"
                   "if len(sys.argv) > 1:\n    os.remove('/srv/x')\nelse:\n    again()\n")
    assert (removed(walked), walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize(("module", "files"), [
    ("shop.tool.store.rows", {"src/store/rows.py": WIPE}),
    ("shop.store.rows", {"src/store/rows.py": WIPE, "requirements.txt": "shop_utils\nother==1\n"}),
    ("shop.store.rows", {"store/rows.py": WIPE, "pyproject.toml": "[project]\nauthors = [{name = \"Shop Team\"}]\n"}),
    ("shop.tool.store", {"src/tool/store/__init__.py": WIPE}),
])
def test_a_folder_that_is_called_otherwise_where_it_is_installed(module: str, files: dict[str, str], trace) -> None:
    walked = trace(RUN.format(module=module), files, path="src/jobs/run.py")
    assert (removed(walked), walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize(("module", "files"), [
    ("shop.store.rows", {"src/store/rows.py": WIPE, "requirements.txt": "shop==1\n"}),
    ("shop.store.rows", {"src/store/rows.py": WIPE, "setup.py": "setup(install_requires=['shop>=1'])\n"}),
    ("shop.rows", {"src/rows.py": WIPE}),
    ("shop.store.rows", {"other/store/rows.py": WIPE}),
    ("google.cloud.rows", {"src/cloud/rows.py": WIPE}),
])
def test_what_is_installed_from_elsewhere_is_no_folder_of_ours(module: str, files: dict[str, str], trace) -> None:
    assert removed(trace(RUN.format(module=module), files, path="src/jobs/run.py")) == []


def _as_member(module: str) -> str:
    package, _, name = module.rpartition(".")
    return f"from {package} import {name} as rows\nrows.wipe()\n"


@pytest.mark.parametrize(("module", "files"), [
    ("shop.tool.store.rows", {"src/store/rows.py": WIPE}),
    ("shop.store.rows", {"src/store/rows.py": WIPE, "src/store/__init__.py": ""}),
    ("shop.store.rows", {"store/rows.py": WIPE}),                  # the repository is the package itself
])
def test_a_module_of_such_a_folder_taken_from_its_package(module: str, files: dict[str, str], trace) -> None:
    walked = trace(_as_member(module), files, path="src/jobs/run.py")
    assert (removed(walked), walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize(("module", "files"), [
    ("shop.store.rows", {"src/store/rows.py": WIPE, "requirements.txt": "shop==1\n"}),
    ("shop.rows", {"src/rows.py": WIPE}),
    ("shop.store.rows", {"other/store/rows.py": WIPE}),
    ("google.cloud.rows", {"src/cloud/rows.py": WIPE}),
])
def test_a_member_of_a_package_from_elsewhere_is_no_module_of_ours(module: str, files: dict[str, str], trace) -> None:
    assert removed(trace(_as_member(module), files, path="src/jobs/run.py")) == []
