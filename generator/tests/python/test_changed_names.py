"""Names that are changed without being written: what they held before decides nothing."""

from __future__ import annotations

import pytest

_LOADED = "json.load(open('/etc/a.json'))"
_WAYS = {
    "all of the module": f"WIPE = False\nglobals().update({_LOADED})\nif WIPE:\n",
    "one of the module": f"WIPE = False\nfor name, value in {_LOADED}.items():\n    globals()[name] = value\nif WIPE:\n",
    "by a module that is not here": "WIPE = False\ntry:\n    from local import *\nexcept ImportError:\n    pass\nif WIPE:\n",
    "by the variables of an object": f"class Settings:\n    wipe = False\nsettings = Settings()\nvars(settings).update({_LOADED})\nif settings.wipe:\n",
    "by its dictionary": f"class Settings:\n    wipe = False\nsettings = Settings()\nsettings.__dict__.update({_LOADED})\nif settings.wipe:\n",
    "by an item of that": f"class Settings:\n    wipe = False\nsettings = Settings()\nfor name, value in {_LOADED}.items():\n"
                          "    settings.__dict__[name] = value\nif settings.wipe:\n",
    "in a known way": "WIPE = False\nglobals().update({'WIPE': True})\nif WIPE:\n",
    "as a field without annotation": f"import attr\n@attr.s\nclass Settings:\n    wipe = attr.ib(default=False)\nsettings = Settings(**{_LOADED})\nif settings.wipe:\n",
}


@pytest.mark.parametrize("way", _WAYS)
def test_it_may_be_another(trace, way: str) -> None:
    walked = trace(f"import json, shutil\n{_WAYS[way]}    shutil.rmtree('/srv/a')\n")
    assert [effect.target for effect in walked.effects if effect.destructive] == ["/srv/a"]


@pytest.mark.parametrize("lines", [
    "WIPE = False\nglobals().get('WIPE')\nif WIPE:\n",
    "from local import *\nWIPE = False\nif WIPE:\n",
    "WIPE = False\nfrom os.path import *\nif WIPE:\n",
    "WIPE = False\nglobals().update({'OTHER': True})\nif WIPE:\n",
    "class Settings:\n    wipe = False\nprint(vars(Settings()))\nif Settings().wipe:\n",
])
def test_it_stays(trace, lines: str) -> None:
    assert not trace(f"import shutil\n{lines}    shutil.rmtree('/srv/a')\n").effects
