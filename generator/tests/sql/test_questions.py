"""What psql says and asks between the statements."""

from __future__ import annotations

import pytest

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.model.text import Text

_LOSS = "delete from shops where id = :id;\n"


def _guards(text: str) -> list[tuple[GuardKind, bool]]:
    acts = [event for event in analyse_sql(Text.of(text), at=Location("a.sql", 1)) if isinstance(event, Act) and event.destructive]
    return [(guard.kind, guard.strong) for guard in acts[0].guards]


def test_a_question_whether_to_go_on_stands_before_what_follows() -> None:
    assert _guards(f"\\prompt 'Are you sure? (Ctrl-C to abort) ' answer\n{_LOSS}") == [(GuardKind.CONFIRM, False)]
    assert _guards(f"{_LOSS}\\prompt 'Are you sure?' answer\n") == []


@pytest.mark.parametrize("line", ["\\prompt 'Number of the shop: ' id", "\\prompt id", "\\set id 1"])
def test_what_asks_for_a_value_is_none(line: str) -> None:
    assert _guards(f"{line}\n{_LOSS}") == []


def test_what_is_said_before_is_told() -> None:
    text = f"\\echo 'Deleting the shop'\n\\echo 'Now'\n{_LOSS}"
    assert _guards(text) == [(GuardKind.OUTPUT, True)]
    said = [event.detail for event in analyse_sql(Text.of(text), at=Location("a.sql", 1)) if isinstance(event, Guard)]
    assert said == ["says: 'Deleting the shop'", "says: 'Now'"]
    assert _guards(f"\\echo\n{_LOSS}") == []
