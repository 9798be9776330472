"""Functions that a script gives to the scripts that it starts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_LIB = "clear_one() { rm -rf \"/srv/$1\"; }\nexport -f clear_one\n"


@pytest.mark.parametrize(("text", "files"), [
    (_LIB + "./step.sh", {"step.sh": "#!/bin/bash\nclear_one a\n"}),
    (_LIB + "bash step.sh", {"step.sh": "clear_one a\n"}),
    ("source lib.sh\n./step.sh", {"lib.sh": _LIB, "step.sh": "#!/bin/bash\nclear_one a\n"}),
    (_LIB + "./step.sh", {"step.sh": "#!/bin/bash\n./last.sh\nclear_one\n", "last.sh": "#!/bin/bash\nclear_one a\n"}),
    (_LIB + "./step.sh x", {"step.sh": "#!/bin/bash\nclear_one a\n"})])
def test_it_knows_them(text: str, files: dict[str, str], trace: Callable) -> None:
    traced = trace(text, files)
    assert "filesystem delete /srv/a !" in traced.told()
    assert traced.unknowns() == []


@pytest.mark.parametrize(("text", "step"), [
    ("clear_one() { rm -rf \"/srv/$1\"; }\n./step.sh", "clear_one a"), (_LIB + "./step.sh", "clear_ones a")])
def test_others_it_does_not_know(text: str, step: str, trace: Callable) -> None:
    traced = trace(text, {"step.sh": f"#!/bin/bash\n{step}\n"})
    assert traced.told() == []
    assert traced.unknowns() == ["unmodelled-command"]


def test_its_own_function_of_that_name_goes_first(trace: Callable) -> None:
    assert trace(_LIB + "./step.sh", {"step.sh": "#!/bin/bash\nclear_one() { touch /srv/b; }\nclear_one a\n"}).told() == ["filesystem write /srv/b"]


def test_alone_nothing_is_lent_to_it(trace: Callable) -> None:
    files = {"main.sh": _LIB + "./step.sh\n"}
    assert trace("#!/bin/bash\nclear_one a\n", files, path="step.sh").unknowns() == ["unmodelled-command"]
