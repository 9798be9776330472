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
