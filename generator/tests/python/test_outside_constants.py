"""Constants of packages that nobody described: to ask a table or a text what is in it touches nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize("line", [
    "from ids.tables import SYSTEMS\nprint([one for one, _ in SYSTEMS.items()])",
    "import ids\nids.tables.ALL_2.keys()",
    "from ids import NAMES\nNAMES['a'].split(',')",
    "from ids import NAMES\n', '.join(sorted(NAMES.union({1})))",
])
def test_are_data(trace: Callable[..., Walked], line: str) -> None:
    walked = trace(line)
    assert (walked.unknowns, walked.effects) == ((), ())


@pytest.mark.parametrize("line", [
    "from ids import CLIENT\nCLIENT.get('/a')", "from ids import DB\nDB.update(1)", "from ids import QUEUE\nQUEUE.clear()",
    "from ids import Client\nClient.items()", "from ids import tables\ntables.items()", "from ids import A\nA.go()"])
def test_what_else_is_asked_of_them_is_not_known(trace: Callable[..., Walked], line: str) -> None:
    assert [one.kind for one in trace(line).unknowns] == ["unmodelled-package"]
