"""Every row of the command catalogue proves itself: its examples give what they say, its near misses do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.catalogue.commands import load
from handover_generator.catalogue.load import data_texts
from handover_generator.errors import ConfigurationError

ROWS = load(data_texts("cmd_")).rows
EXAMPLES = [pytest.param(line, effect, id=line[:60]) for row in ROWS for line, effect in row.examples]
MISSES = [pytest.param(line, effect, id=line[:60]) for row in ROWS for line, effect in row.near_misses]


@pytest.mark.parametrize(("line", "effect"), EXAMPLES)
def test_an_example_gives_what_it_says(line: str, effect: str, run: Callable, told: Callable) -> None:
    said = [text for text in told(run(line)) if not text.startswith("unknown") or effect.startswith("unknown")]
    if effect == "nothing":
        # What an inner shell or database would do belongs to their own tests.
        wrapped = any(mark in line for mark in ("psql", "mysql", "sqlite", "clickhouse", "-c", "eval"))
        assert not said or wrapped, said
        return
    wanted = [part.strip() for part in effect.split(", ")] if not effect.startswith("container delete all unused") else [effect]
    assert sorted(said) == sorted(wanted) or said == [effect], said


@pytest.mark.parametrize(("line", "effect"), MISSES)
def test_a_near_miss_stays_quiet(line: str, effect: str, run: Callable, told: Callable) -> None:
    assert not any(text.startswith(effect) for text in told(run(line)))


def test_every_row_has_both() -> None:
    assert [row.names[0] for row in ROWS if not row.examples or not row.near_misses] == []


def test_the_catalogue_is_as_broad_as_promised() -> None:
    names = {name for row in ROWS for name in row.names}
    assert len(names) >= 400
    assert {"rm", "psql", "docker", "kubectl", "aws", "rsync", "crontab", "terraform", "redis-cli", "systemctl", "manage.py"} <= names


@pytest.mark.parametrize(("text", "reason"), [
    ("- cmd: [x]\n", "says nothing"),
    ("- cmd: [x]\n  neutral: yes\n", "true or false is expected"),
    ("- cmd: [x]\n  efects: []\n", "did you mean 'effects'"),
    ("- cmd: [x]\n  effects: [{do: destroy, on: filesystem}]\n", "'destroy' is not an action"),
    ("- cmd: [x]\n  effects: [{do: read, on: filesystem, target: third}]\n", "'third' is no target"),
    ("- cmd: [x]\n  neutral: true\n- cmd: [x]\n  neutral: true\n", "two rows"),
    ("- command: x\n", "starts with 'cmd:'"),
    ("x: 1\n", "is a list of rows"),
    ("- cmd: [x]\n  runs: [{shell: -c, sql: -c}]\n", "exactly one of"),
    ("- cmd: [x]\n  special: magic\n", "'magic' is not one of"),
])
def test_a_mistake_is_told_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load({"handover/effects.yml": text})
    assert reason in str(caught.value)
    assert str(caught.value).startswith("handover/effects.yml:")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load({"a.yml": "- cmd: [x]\n  effects: [{do: a, on: b}, {do: c, on: d}]\n", "b.yml": "- cmd: [y]\n  speciall: z\n"})
    assert len(caught.value.problems) >= 3


def test_a_later_file_replaces_a_row_and_leaves_api_rows_alone() -> None:
    rows = load({**data_texts("cmd_"), "handover/effects.yml": "- lib: x\n- cmd: [rm]\n  neutral: true\n"})
    row = rows.get("rm")
    assert row is not None
    assert row.spec.neutral
    assert row.source == "handover/effects.yml"
