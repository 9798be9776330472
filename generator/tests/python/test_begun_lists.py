"""Lists of which it is known how they begin, and not what is put behind that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


@pytest.mark.parametrize("made", [
    "words = ['rm', '-rf', '/srv/a'] + sys.argv[1:]",
    "words = ['rm', '-rf', '/srv/a']\nwords += [str(one) for one in sys.argv]",
    "words = ['rm', '-rf', '/srv/a']\nwords.extend(str(one) for one in sys.argv)",
    "words = ['rm', '-rf', '/srv/a']\nfor one in sys.argv:\n    words.append(one)",
    "def build(first, *more):\n    words = [f'rm -rf {first}']\n    words.extend(map(str, more))\n    return words\nwords = build('/srv/a', *sys.argv)",
    "words = ['rm', '-rf']\nwords.append('/srv/a')\nwords.extend(one.strip() for one in sys.stdin)",
])
def test_a_command_is_known_by_how_it_begins(made: str, trace: Trace) -> None:
    walked = trace(f"import os, sys\n{made}\nos.system(' '.join(words))\n")
    assert "/srv/a" in {effect.target for effect in walked.effects if effect.destructive}
    assert "dynamic-command" not in {unknown.kind for unknown in walked.unknowns}


@pytest.mark.parametrize("made", [
    "words = ['rm', '-rf', '/srv/a']\nwords.insert(int(sys.argv[1]), sys.argv[2])",
    "words = [one for one in sys.argv]",
])
def test_what_may_stand_anywhere_begins_nothing(made: str, trace: Trace) -> None:
    walked = trace(f"import os, sys\n{made}\nos.system(' '.join(words))\n")
    assert not any(effect.destructive for effect in walked.effects)
    assert "dynamic-command" in {unknown.kind for unknown in walked.unknowns}


def test_each_member_is_read_at_its_place(trace: Trace) -> None:
    code = "import os, sys\nnames = ['/srv/a', '/srv/b']\nfor one in sys.argv[1:]:\n    names.append('/srv/c/' + one)\n"
    assert {effect.target for effect in trace(code + "os.remove(names[1])\n").effects} == {"/srv/b"}
    assert "/srv/c/${argv}" in {effect.target for effect in trace(code + "os.remove(names[2])\n").effects}


def test_columns_that_are_not_known_hide_no_statement(trace: Trace) -> None:
    code = """
        import psycopg2, sys
        parts = ["update shops set"]
        for name in sys.argv[1:]:
            parts.append(name + " = 1")
        psycopg2.connect("").cursor().execute(" ".join(parts))
    """
    assert [f"{effect.action.value} {effect.target}" for effect in trace(code).effects] == ["write shops"]
