"""Programs that are called with their words in brackets: ``local["rm"]["-r", path]()``."""

from __future__ import annotations

import pytest

IMPORTS = "from plumbum import local, FG, BG, TF\nfrom plumbum.cmd import rm\nimport sys\n"


def done(walked):
    return {(str(found.resource), str(found.action), found.target) for found in walked.effects}


@pytest.mark.parametrize("call", [
    "local['rm']['-r', '/srv/x']()", "local['rm']('-r', '/srv/x')", "rm['-r']['/srv/x']()", "rm['-r']('/srv/x')", "rm['-r', '/srv/x'].run_fg()",
    "local['rm']['-r', '/srv/x'].run(retcode=None)", "words = ['-r', '/srv/x']\nrm[words]()", "words = ['-r', '/srv/x']\nrm[(*words,)]()",
    "a = rm['-r', '/srv/x']\na()", "rm['-r', '/srv/x'] & FG", "local['rm']['-r']['/srv/x'] & BG(retcode=1)", "done = rm['-r', '/srv/x'] & TF",
])
def test_the_words_in_brackets_are_those_of_the_command(trace, call):
    (found,) = done(trace(IMPORTS + call))
    assert found[:2] == ("filesystem", "delete")
    assert found[2] == "/srv/x" or "a()" in call             # bound elsewhere: to what, is not told


@pytest.mark.parametrize("call", ["rm['-r', '/srv/x']", "local['rm']['-r', '/srv/x']", "print(local['rm'])", "rm['-r', '/srv/x'] & 3", "local['ls']['/srv']()"])
def test_what_is_only_bound_is_not_run(trace, call):
    assert not [one for one in done(trace(IMPORTS + call)) if one[1] == "delete"]


ARGCMDR = """
from argcmdr import Local, RootCommand, Command, main, cmdmethod
class Shop(RootCommand):
    '''tools'''
    def __init__(self, parser):
        parser.add_argument('--fast')
@Shop.register
class Wipe(Local):
    def __call__(self, args):
        self.local['rm']['-r', '/srv/wiped']()
@Shop.register
class Db(Command):
    @cmdmethod
    def drop(self, args):
        self.clean()
    def clean(self):
        import os
        os.remove('/srv/db')
def execute():
    main(Shop)
if __name__ == '__main__':
    execute()
"""


def test_commands_that_are_classes_of_the_package_that_starts_them(trace):
    found = done(trace(ARGCMDR))
    assert {("filesystem", "delete", "/srv/wiped"), ("filesystem", "delete", "/srv/db")} <= found
    assert not done(trace(ARGCMDR.replace("    main(Shop)", "    print(Shop)")))


UNKNOWN = """
import os, shop_cli, other_cli
class Wipe(shop_cli.Command):
    def go(self):
        os.remove('/srv/wiped')
"""


@pytest.mark.parametrize(("call", "wanted"), [
    ("shop_cli.start(Wipe)", {"/srv/wiped"}), ("shop_cli.App(Wipe).start()", {"/srv/wiped"}), ("other_cli.start(Wipe)", set()), ("print(Wipe)", set()),
])
def test_a_class_handed_to_the_package_that_it_is_made_for(trace, call, wanted):
    assert {found.target for found in trace(UNKNOWN + call).effects if str(found.action) == "delete"} == wanted


@pytest.mark.parametrize("decorator", ["cachedproperty", "lib.reify", "cached_property", "lazyproperty"])
def test_members_that_a_decorator_makes_of_methods(trace, decorator):
    script = (f"import os\nfrom lib import {decorator.rpartition('.')[2]}\nimport lib\nclass Job:\n    def run(self):\n        os.remove('/srv/x')\n"
              f"class Holder:\n    @{decorator}\n    def job(self):\n        return Job()\nHolder().job.run()\n")
    assert {found.target for found in trace(script).effects if str(found.action) == "delete"} == {"/srv/x"}
