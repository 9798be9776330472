"""Members of enumerations whose methods are called."""

from __future__ import annotations

import pytest

HEAD = "import enum, os\nclass Mode(enum.Enum):\n    OLD = 'a'\n    NEW = 'b'\n    def clear(self):\n        os.remove('/srv/' + self.value)\n"


def removed(walked) -> set[str | None]:
    return {effect.target for effect in walked.effects if effect.action == "delete"}


@pytest.mark.parametrize(("use", "gone"), [
    ("Mode.OLD.clear()", {"/srv/a"}),
    ("Mode['NEW'].clear()", {"/srv/b"}),
    ("for mode in Mode:\n    mode.clear()", {"/srv/a", "/srv/b"}),
    ("for mode in list(Mode):\n    os.remove('/tmp/' + mode.name)", {"/tmp/OLD", "/tmp/NEW"}),
    ("os.remove('/srv/' + Mode.OLD.value)", {"/srv/a"}),
])
def test_a_member_is_an_instance_that_knows_its_value(use: str, gone: set[str], trace) -> None:
    walked = trace(f"{HEAD}{use}\n")
    assert (removed(walked), walked.unknowns) == (gone, ())


@pytest.mark.parametrize("use", ["Mode.OLD.value.strip()", "for mode in Mode:\n    print(mode.name)", "print(Mode.OLD)"])
def test_what_is_not_asked_for_is_not_called(use: str, trace) -> None:
    assert removed(trace(f"{HEAD}{use}\n")) == set()
