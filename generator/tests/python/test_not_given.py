"""What ``"name" in kwargs`` comes to: a keyword that a call does not give is not there, one that it may give may be."""

from __future__ import annotations

import pytest

BODY = ("import os\n\n\nclass Files:\n    def save(self):\n        os.remove('/srv/file')\n\n\nclass Store:\n    def save(self):\n"
        "        os.remove('/srv/store')\n\n\nclass Keeper:\n    def __init__(self, *args, **kwargs):\n        if 'server' in kwargs:\n"
        "            self.kept = Files()\n        elif 'store' in kwargs:\n            self.kept = Store()\n\n    def keep(self):\n"
        "        self.kept.save()\n\n\n")


@pytest.mark.parametrize(("line", "wanted"), [
    ("Keeper(store=1).keep()", {"/srv/store"}),
    ("Keeper(server=1).keep()", {"/srv/file"}),
    ("class Mine(Keeper):\n    def __init__(self, store):\n        super().__init__(store=store)\n\n\nMine(1).keep()", {"/srv/store"}),
    ("import sys\ngiven = dict(word.split('=') for word in sys.argv)\nKeeper(store=1, **given).keep()", {"/srv/file", "/srv/store"}),
    ("import sys\ngiven = dict(word.split('=') for word in sys.argv)\nKeeper(**given).keep()", {"/srv/file", "/srv/store"}),
])
def test_only_what_a_call_cannot_give_is_left_out(line: str, wanted: set[str], trace) -> None:
    assert {effect.target for effect in trace(BODY + line).effects} == wanted


@pytest.mark.parametrize("script", [
    "import os\n\n\ndef main(**kwargs):\n    if 'force' in kwargs:\n        os.remove('/srv/file')\n\n\nmain()\n",
    "import os\n\n\ndef main(**kwargs):\n    if 'force' in kwargs:\n        os.remove('/srv/file')\n",
    "import os\nkwargs = {'a': 1}\n\n\ndef main(word):\n    kwargs[word] = 2\n    if 'force' in kwargs:\n        os.remove('/srv/file')\n\n\nmain(input())\n",
])
def test_what_is_called_from_elsewhere_may_be_given_anything(script: str, trace) -> None:
    assert [effect.target for effect in trace(script).effects] == ["/srv/file"]
