"""The inventory on a terminal of any width: names of scripts stay whole."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from handover_generator.checks._run import judge
from handover_generator.renderers.terminal import print_inventory

_LONG = "shop/warehouse/management/commands/clean_up_unfinished_deliveries.py"


@pytest.mark.parametrize("width", [20, 60, 100, 117, 118, 132, 200])
@pytest.mark.parametrize("path", ["scripts/a.py", _LONG, "scripts/größer.py"])
def test_a_name_is_never_cut(make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int,
                             path: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    effect = make.effect("filesystem delete /srv/shop/deliveries/unfinished/${year}/${month}", what="removes")
    print_inventory(judge(make.inventory(make.script(path, effects=(effect,)), make.script("scripts/free.py", effects=(make.read(),)))))
    lines = capsys.readouterr().out.splitlines()
    (line,) = (line for line in lines if path in line)
    assert line.startswith("✗ do not run  ")
    assert all(len(one) <= width for one in lines if path not in one and "free.py" not in one and " " in one.strip()), lines
    said = "".join("".join(lines).split())
    assert "unfinished/${year}/${month}" in said
    assert "backend" in said
    assert lines[-1].startswith("More on one") or width < 60


def test_no_script_at_all(make: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    print_inventory(judge(make.inventory()))
    assert "More on one" not in capsys.readouterr().out
