"""Two packages are called crontab: one changes the tables of users, the other reckons when a line of one is due."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize(("text", "told"), [
    ("CronTab('*/5 * * * *').next()", []), ("CronTab(entry).next(now=now)", []), ("CronTab(user=True)", ["read"]), ("CronTab()", ["read"]),
    ("CronTab('root').find_command('x')", ["read"]), ("CronTab('root').write()", ["write"]),
])
def test_only_the_table_of_a_user_is_read(trace: Callable[..., Walked], text: str, told: list[str]) -> None:
    found = trace(f"from crontab import CronTab\nfrom elsewhere import entry, now\n{text}\n")
    assert [effect.action.value for effect in found.effects] == told
