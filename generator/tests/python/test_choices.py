"""One of several known words: each is told, in every way a text is put together. What goes with what is not guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_TABLES = [f"t{number}" for number in range(12)]


def _targets(found: Walked) -> list[str | None]:
    return sorted({effect.target for effect in found.effects if effect.destructive}, key=str)


@pytest.mark.parametrize("text", ["'DROP TABLE ' + t", "f'DROP TABLE {t}'", "'DROP TABLE %s' % t", "'DROP TABLE {}'.format(t)", "'DROP TABLE {a}'.format(a=t)"])
def test_a_list_of_tables_is_told_to_its_end(trace: Trace, text: str) -> None:
    script = f"""
        import psycopg2
        TABLES = {_TABLES}
        cursor = psycopg2.connect("").cursor()
        for t in TABLES:
            cursor.execute({text})
    """
    assert _targets(trace(script)) == sorted(_TABLES)


def test_a_list_of_folders_is_told_to_its_end(trace: Trace) -> None:
    folders = [f"/srv/{number}" for number in range(20)]
    assert _targets(trace(f"import shutil\nfor one in {folders}:\n    shutil.rmtree(one)\n")) == sorted(folders)


def test_what_is_beyond_the_limit_is_said(trace: Trace) -> None:
    found = trace(f"import shutil\nfor one in {[f'/srv/{number}' for number in range(50)]}:\n    shutil.rmtree(one)\n")
    assert len(_targets(found)) == 31
    assert [(unknown.kind, unknown.detail) for unknown in found.unknowns] == [("budget", "more targets than are listed")]


def test_the_same_word_twice_is_the_same_word(trace: Trace) -> None:
    found = trace("import os\nfor one in ('a', 'b'):\n    os.remove(f'/srv/{one}/{one}.db')\n")
    assert _targets(found) == ["/srv/a/a.db", "/srv/b/b.db"]


def test_two_choices_are_not_crossed(trace: Trace) -> None:
    chosen = "import os\none = 'a' if ready() else 'b'\nother = 'c' if late() else 'd'\n"
    assert _targets(trace(f"{chosen}os.remove(f'/srv/{{one}}/{{other}}')\n")) == ["/srv/a/${other}", "/srv/b/${other}"]
    assert _targets(trace(f"{chosen}os.remove(f'/srv/{{one}}/x')\n")) == ["/srv/a/x", "/srv/b/x"]
