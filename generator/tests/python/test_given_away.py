"""Functions that are given to something outside of which nothing is known."""

from __future__ import annotations

import pytest

HEAD = "import functools, shutil\nimport elsewhere\ndef drop(event=None):\n    shutil.rmtree('/srv/a')\n"


def removed(walked) -> list[tuple[str | None, str]]:
    return [(effect.target, effect.confidence.value) for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize("call", ["elsewhere.run(drop)", "elsewhere.Pool(4).each([], callback=drop)", "elsewhere.run(functools.partial(drop, 1))"])
def test_they_are_there_to_be_called(call: str, trace) -> None:
    walked = trace(f"{HEAD}{call}\n")
    assert removed(walked) == [("/srv/a", "inferred")]
    assert [one.kind for one in walked.unknowns] == ["unmodelled-package"] * len(walked.unknowns) != []


@pytest.mark.parametrize(("text", "files"), [
    (f"{HEAD}elsewhere.run(drop.__name__)\n", {}),
    (f"{HEAD}@elsewhere.listed\ndef other():\n    pass\nelsewhere.run(other)\n", {}),
    ("import shop\nprint(shop)\n", {"shop.py": f"{HEAD}elsewhere.register(drop)\n"}),
])
def test_what_is_not_given_or_only_registered_is_not_called(text: str, files: dict[str, str], trace) -> None:
    assert removed(trace(text, files)) == []
