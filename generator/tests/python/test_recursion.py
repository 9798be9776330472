"""Functions that call themselves: what they do is told once for the place where they start, and once for what lies below."""

from __future__ import annotations

import pytest

WALK = """
    import os
    def walk(top):
        for name in os.listdir(top):
            path = os.path.join(top, name)
            if os.path.isdir(path):
                walk(path)
            else:
                os.remove(path)
    walk('/srv/a')
"""


def removed(report) -> set[str | None]:
    return {effect.target for effect in report.effects if effect.action.value == "delete"}


def test_a_folder_and_the_folders_in_it(trace) -> None:
    report = trace(WALK)
    assert removed(report) == {"/srv/a/${name}", "/srv/a/${name}/${name}"}
    assert not report.unknowns


@pytest.mark.parametrize(("body", "gone"), [
    ("if top != '/srv':\n    os.remove(top)\nfor name in os.listdir(top):\n    walk(os.path.join(top, name))", {"/srv/${name}"}),
    ("os.remove(top)\nif top == '/srv':\n    walk('/srv/b')\nif top == '/srv/b':\n    walk('/srv/c')\n", {"/srv", "/srv/b", "/srv/c"}),
])
def test_what_the_first_words_decide_is_not_decided_below(trace, body: str, gone: set[str]) -> None:
    inner = "\n".join("    " + line for line in body.splitlines())
    assert removed(trace(f"import os\ndef walk(top):\n{inner}\nwalk('/srv')\n")) == gone
