"""Functions that a package for flows or clusters decorates, and runs on another machine or later."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

HEAD = "import os\nfrom somewhere import task\n@task\ndef gone(path):\n    os.remove(path)\n"


@pytest.mark.parametrize(("call", "told"), [
    ("gone.remote('/srv/a')", "/srv/a"), ("gone.submit('/srv/a')", "/srv/a"), ("gone.spawn('/srv/a')", "/srv/a"),
    ("gone.options(memory=1).remote('/srv/a')", "/srv/a"), ("gone.with_options(name='x')('/srv/a')", "/srv/a"),
])
def test_a_decorated_function_that_is_run_elsewhere(call: str, told: str, trace: Callable[..., Walked]) -> None:
    assert told in {effect.target for effect in trace(HEAD + call).effects}


def test_a_member_that_nobody_knows_stays_unknown(trace: Callable[..., Walked]) -> None:
    found = trace(HEAD + "gone.frobnicate('/srv/a')")
    assert "/srv/a" not in {effect.target for effect in found.effects}
    assert found.unknowns
