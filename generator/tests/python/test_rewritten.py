"""An open file that is shortened to what was written into it is rewritten; one that is only emptied or shortened has lost something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


@pytest.mark.parametrize("lines", [
    "json.dump(data, f)\n    f.truncate()",
    "f.seek(0)\n    f.write('x')\n    f.truncate()",
    "f.seek(0)\n    f.writelines(data)\n    f.truncate()",
    "print('x', file=f)\n    f.truncate()",
    "yaml.safe_dump(data, stream=f)\n    f.truncate()",
])
def test_what_is_written_into_it_stands_there_instead(trace: Trace, lines: str) -> None:
    found = trace(f"import json, sys, yaml\ndata = sys.argv\nwith open('/srv/a', 'r+') as f:\n    {lines}\n")
    assert not any(effect.destructive for effect in found.effects)
    assert any(effect.action == "write" and effect.target == "/srv/a" for effect in found.effects)


@pytest.mark.parametrize("lines", ["f.truncate()", "f.truncate(0)\n    f.write('x')", "f.write('x')\n    f.truncate(0)", "f.read()\n    f.truncate(10)", "json.load(f)\n    f.truncate(0)", "g.write('x')\n    f.truncate()"])
def test_what_is_only_emptied_is_lost(trace: Trace, lines: str) -> None:
    found = trace(f"import json\ng = open('/srv/b', 'w')\nwith open('/srv/a', 'r+') as f:\n    {lines}\n")
    assert any(effect.destructive and effect.target == "/srv/a" for effect in found.effects)
