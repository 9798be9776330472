"""Names that come with a star from a package outside are those of the package, where nothing nearer has them."""

from __future__ import annotations

import pytest


def gone(walked):
    return {(effect.resource, effect.target) for effect in walked.effects if str(effect.action) == "delete"}


@pytest.mark.parametrize(("program", "files"), [
    ("from fabric.api import *\nrun('rm -rf /srv/data')", {}),
    ("from peewee import *\nfrom fabric.api import *\nrun('rm -rf /srv/data')", {}),
    ("from fabric.api import *\nfrom peewee import *\nrun('rm -rf /srv/data')", {}),
    ("from base import *\nrun('rm -rf /srv/data')", {"base.py": "from fabric.api import *\n"}),
    ("import base\nbase.run('rm -rf /srv/data')", {"base.py": "from fabric.api import *\n"}),
    ("from base import run\nrun('rm -rf /srv/data')", {"base.py": "from fabric.api import *\n"}),
])
def test_a_name_that_comes_with_a_star_is_the_packages(trace, program, files):
    walked = trace(program, files)
    assert gone(walked) == {("remote-host", "/srv/data")}
    assert not walked.unknowns


@pytest.mark.parametrize("program", [
    "from fabric.api import *\ndef run(x): pass\nrun('rm -rf /srv/data')",             # nearer
    "def main():\n    run('rm -rf /srv/data')\nmain()",                                # from nowhere
    "from string import *\nrun('rm -rf /srv/data')",                                   # no name of that package
])
def test_other_names_are_not(trace, program):
    assert gone(trace(program)) == set()


def test_models_of_a_package_that_comes_with_a_star(trace):
    walked = trace("from fabric.api import *\nfrom peewee import *\nclass Order(Model):\n    pass\nOrder.delete().execute()\n")
    assert gone(walked) == {("database", "Order")}


@pytest.mark.parametrize("program", [
    "import sh\nsh.rm('-rf', '/srv/data')", "from sh import rm\nrm('-rf', '/srv/data')", "import sh\nsh.Command('rm')('-rf', '/srv/data')",
    "from plumbum import local\nlocal['rm']('-rf', '/srv/data')", "from plumbum.cmd import rm\nrm('-rf', '/srv/data')",
])
def test_programs_that_are_called_like_functions(trace, program):
    walked = trace(program)
    assert gone(walked) == {("filesystem", "/srv/data")}
    assert not walked.unknowns
