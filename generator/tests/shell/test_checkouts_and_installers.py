"""Files of a checkout that lies in a folder called like the repository, and the words that a package's installer is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_WIPE = {"ops/wipe.sh": "rm -rf /srv/a\n"}
_SETUP = "from setuptools import setup\nsetup(name='shop')\n"


@pytest.mark.parametrize("text", [
    "bash $WORKSPACE/shop/ops/wipe.sh", "bash \"${WORKSPACE}/shop/ops/wipe.sh\"", "cd ${WORKSPACE}/shop/ops/\nbash wipe.sh",
    "cd \"$WORKSPACE/shop\"\nbash ops/wipe.sh", "bash shop/ops/wipe.sh",
])
def test_a_file_of_a_checkout_is_followed(trace: Callable, text: str) -> None:
    assert trace(text, _WIPE).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("text", ["bash $WORKSPACE/shop/other/wipe.sh", "bash /srv/shop/ops/other.sh", "bash $WORKSPACE/docs/ops/wipe.sh"])
def test_a_file_elsewhere_is_not(trace: Callable, text: str) -> None:
    traced = trace(text, {**_WIPE, "docs/a.md": "a", "other/b.sh": "ls\n", "bin/wipe.sh": "ls\n"})
    assert traced.told() == []
    assert traced.unknowns()


@pytest.mark.parametrize(("line", "told"), [
    ("python setup.py install", "package write the package"),
    ("sudo python3 -u setup.py develop", "package write the package"),
    ("(cd \"$FOLDER\" && python setup.py install --user)", "package write the package"),
    ("python setup.py develop --uninstall", "package delete the package"),
    ("python setup.py sdist bdist_wheel upload", "package send the package"),
    ("python setup.py sdist", "filesystem write build and dist"),
])
@pytest.mark.parametrize("files", [{}, {"setup.py": _SETUP}])
def test_what_an_installer_is_told_to_do_is_told(trace: Callable, line: str, told: str, files: dict[str, str]) -> None:
    assert told in trace(line, files).told()


@pytest.mark.parametrize("line", ["python setup.py test", "python setup.py --version", "python setup.py \"$@\"", "python x/other_setup.py install"])
def test_what_installs_nothing_is_not(trace: Callable, line: str) -> None:
    assert trace(line, {"setup.py": _SETUP}).told() == []
