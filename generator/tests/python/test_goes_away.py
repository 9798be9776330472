"""What an object does when it goes away is done with what it holds by then."""

from __future__ import annotations

import pytest

_GOES = """
    import os, shutil, sys, tempfile
    class Parser:
        def __init__(self, folder):
            self.folder = folder
        def __del__(self):
            LAST
        def load(self, source):
            self.file = tempfile.NamedTemporaryFile(delete=False)
            self.source = source
    class Holder:
        def __init__(self):
            self.parser = Parser("/srv/x")
    def go():
        USE
    go()
"""


@pytest.mark.parametrize(("use", "last", "lost"), [
    ("p = Parser('/srv/x')\n        p.load('/srv/y')", "os.remove(self.file.name)", []),
    ("p = Parser('/srv/x')\n        p.load('/srv/y')", "os.remove(self.source)", ["/srv/y"]),
    ("p = Parser('/srv/x')", "shutil.rmtree(self.folder)", ["/srv/x"]),
    ("Holder()", "os.remove(self.file.name)", []),
    ("Holder()", "shutil.rmtree(self.folder)", ["/srv/x"]),
    ("return Parser(sys.argv[1])", "shutil.rmtree(self.folder)", ["${1}"]),
])
def test_an_object_goes_away_with_what_it_holds_by_then(trace, use: str, last: str, lost: list[str]) -> None:
    walked = trace(_GOES.replace("LAST", last).replace("USE", use))
    assert [effect.target for effect in walked.effects if effect.destructive] == lost
    assert "delete" in [effect.action.value for effect in walked.effects]


def test_what_goes_away_is_under_the_condition_of_its_making(trace) -> None:
    walked = trace(_GOES.replace("LAST", "shutil.rmtree(self.folder)").replace("USE", "if sys.argv[1] == 'a':\n            Parser('/srv/x')"))
    assert [(effect.target, effect.condition) for effect in walked.effects] == [("/srv/x", "if sys.argv[1] is 'a'")]
