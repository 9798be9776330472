"""Functions and methods that are reached through the module that runs, through a static method, or as an object that is called."""

from __future__ import annotations

import pytest

HEAD = "import os, sys\ndef drop(*given):\n    os.remove('/srv/a')\n"


@pytest.mark.parametrize("call", [
    "getattr(sys.modules[__name__], 'drop')()", "getattr(sys.modules[__name__], sys.argv[1])()", "sys.modules[__name__].drop()",
    "import __main__\n__main__.drop()", "import importlib\nimportlib.import_module(__name__).drop()", "sys.modules['__main__'].drop()",
    "class Job:\n    run = staticmethod(drop)\nJob.run()\n", "class Job:\n    run = staticmethod(drop)\nJob().run('x')\n",
    "class Job:\n    def __call__(self, name):\n        drop()\nlist(map(Job(), ['x']))\n", "sys.modules['os'].remove('/srv/a')",
])
def test_they_are_followed(call: str, trace) -> None:
    walked = trace(f"{HEAD}{call}\n")
    assert {(effect.target, effect.confidence.value) for effect in walked.effects} == {("/srv/a", "resolved")}
    assert walked.unknowns == ()


@pytest.mark.parametrize("call", ["sys.modules['other'].drop()", "print(sys.modules[__name__])", "class Job:\n    run = staticmethod(print)\nJob.run()\n"])
def test_others_are_not(call: str, trace) -> None:
    assert trace(f"{HEAD}keep = [drop]\n{call}\nkeep.clear()\n").effects == ()


_FILLED = """
import json, os, yaml


class Store:
    def {method}(self, name):
        os.remove(name)


def fill(settings):
    settings['store'] = Store()


def go():
    with open('settings') as file:
        settings = {read}
    fill(settings)
    {call}


go()
"""


@pytest.mark.parametrize(("method", "read", "call", "wanted"), [
    ("wipe_everything", "yaml.safe_load(file)", "settings['store'].wipe_everything('/srv/a')", ["/srv/a"]),
    ("remove_everything", "json.load(file)", "settings['store'].remove_everything('/srv/a')", ["/srv/a"]),
    ("wipe", "yaml.safe_load(file)", "settings['store'].wipe('/srv/a')", []),                      # others may have one of that name
    ("wipe_everything", "yaml.safe_load(file)", "settings['store'].items()", []),
    ("wipe_everything", "yaml.safe_load(file)", "yaml.wipe_everything('/srv/a')", []),
])
def test_what_the_repository_puts_among_data_that_was_read(trace, method: str, read: str, call: str, wanted: list[str]) -> None:
    found = trace(_FILLED.format(method=method, read=read, call=call))
    assert [effect.target for effect in found.effects if effect.action == "delete"] == wanted
    assert {effect.confidence.value for effect in found.effects if effect.action == "delete"} <= {"name-only"}
