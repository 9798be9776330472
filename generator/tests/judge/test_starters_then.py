"""What runs a script by itself now, and who still starts it under a name that is gone."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from handover_generator.analysis.compare import compare
from handover_generator.checks._run import judge
from handover_generator.model.findings import DayOne
from handover_generator.model.inventory import Script, Starter
from handover_generator.renderers.formats._review import needs, warnings
from handover_generator.renderers.formats.review_json import FORMAT as JSON
from handover_generator.renderers.formats.review_text import FORMAT as TEXT

Make = SimpleNamespace
_BY_ITSELF = "Runs by itself now, and is on the do-not-run list"
_GONE = "Still started under a name that is gone"
_NIGHTLY = Starter(path="deploy/shop.cron", line=3, kind="cron", schedule="0 3 * * *")


def _compared(make: Make, before: Script, after: Script | None, texts: Mapping[str, str] | None = None):
    findings = [judge(make.inventory(script) if script is not None else make.inventory()) for script in (before, after)]
    return compare(*findings, (texts or {}).get)


@pytest.mark.parametrize("starter", [
    _NIGHTLY,
    Starter(path="deploy/wipe.timer", line=2, kind="systemd", schedule="daily"),
    Starter(path=".github/workflows/wipe.yml", line=9, kind="ci", schedule="0 4 * * 1"),
])
def test_a_dangerous_script_that_is_newly_scheduled_is_among_the_first_lines(make: Make, starter: Starter) -> None:
    comparison = _compared(make, make.script(effects=(make.effect(),)), make.script(effects=(make.effect(),), called_from=(starter,)))
    assert comparison.scripts[0].verdict_after.list is DayOne.DO_NOT_RUN
    said = f"{starter.path}:{starter.line}, {starter.kind}, {starter.schedule}"
    assert dict(warnings(comparison))[_BY_ITSELF] == [("scripts/a.py", said)]
    assert f"{_BY_ITSELF.upper()}: scripts/a.py ({said})" in TEXT.render(comparison).split("\n\n")[0]
    assert '"by_itself":' in JSON.render(comparison)


@pytest.mark.parametrize(("had", "has", "harmless"), [
    ((), (_NIGHTLY,), True),                                                                            # it does no harm
    ((_NIGHTLY,), (Starter(path="deploy/shop.cron", line=9, kind="cron", schedule="0 5 * * *"),), False),      # another hour
    ((), (Starter(path="Makefile", line=1, kind="make"),), False),                                     # somebody runs it
    ((), (Starter(path=".github/workflows/a.yml", line=1, kind="ci"),), False),
    ((_NIGHTLY,), (), False),
])
def test_other_starters_are_told_of_the_script_alone(make: Make, had: tuple[Starter, ...], has: tuple[Starter, ...], harmless: bool) -> None:
    effects = (make.read(),) if harmless else (make.effect(),)
    comparison = _compared(make, make.script(effects=effects, called_from=had), make.script(effects=effects, called_from=has))
    assert _BY_ITSELF not in dict(warnings(comparison))


def _moved(make: Make, old: str, new: str | None, starter: Starter, texts: Mapping[str, str], now: tuple[Starter, ...] = ()):
    effects = (make.effect(where=(old, 3)),)
    before = make.script(path=old, effects=effects, called_from=(starter,))
    after = None
    if new is not None:
        after = make.script(path=new, effects=effects, called_from=now)
        after = make.replace(after, history=make.replace(after.history, former_paths=(old,)))
    return _compared(make, before, after, texts)


@pytest.mark.parametrize(("old", "starter", "text", "line"), [
    ("docker/entrypoint.sh", Starter(path="docker/Dockerfile", line=2, kind="dockerfile"), "FROM a\n\nCOPY docker/entrypoint.sh /run.sh\n", 3),
    ("scripts/wipe.sh", Starter(path="crontab", line=1, kind="cron", schedule="0 3 * * *"), "0 3 * * * root /app/scripts/wipe.sh --all\n", 1),
    ("scripts/wipe.sh", Starter(path="Makefile", line=2, kind="make"), "# scripts/wipe.sh\nwipe:\n\tcd scripts && ./wipe.sh\n", 3),
    ("scripts/wipe.py", Starter(path="Procfile", line=1, kind="procfile"), "clock: python -m scripts.wipe\n", 1),
    ("shop/management/commands/wipe.py", Starter(path="crontab", line=1, kind="cron"), "0 3 * * * root python manage.py wipe\n", 1),
])
@pytest.mark.parametrize("new", ["ops/renamed.sh", None])
def test_a_starter_that_names_what_is_gone_is_broken(make: Make, old: str, new: str | None, starter: Starter, text: str, line: int) -> None:
    comparison = _moved(make, old, new, starter, {starter.path: text})
    assert dict(warnings(comparison))[_GONE] == [(old, f"{starter.path}:{line}" + (f"; it is {new} now" if new else ""))]
    (change,) = [one for one in comparison.scripts if one.kind in ("renamed", "removed")]
    told = [(told.sign, told.text) for told in needs(change)]
    assert ("!", f"{starter.path} ({starter.kind}) still starts {old}, which is gone") in told
    assert not any("no longer started" in said for _, said in told)
    assert '"broken": [\n' in JSON.render(comparison)


@pytest.mark.parametrize(("text", "now"), [
    ("0 3 * * * root /app/ops/wipe.sh\n", False),                    # another file of that name
    ("# 0 3 * * * root /app/scripts/wipe.sh\n", False),              # a remark
    ("0 3 * * * root /app/scripts/wipe.sh.bak\n", False),
    ("0 3 * * * root /app/scripts/unwipe.sh\n", False),
    ("0 3 * * * root ls\n", False),
    ("0 3 * * * root /app/scripts/wipe.sh\n", True),                 # it starts the new one, too
    (None, False),                                                   # gone itself
])
def test_any_other_no_longer_starts_it(make: Make, text: str | None, now: bool) -> None:
    starter = Starter(path="crontab", line=1, kind="cron", schedule="0 3 * * *")
    texts = {"crontab": text} if text is not None else {}
    comparison = _moved(make, "scripts/wipe.sh", "tools/clean.sh", starter, texts, (starter,) if now else ())
    assert _GONE not in dict(warnings(comparison))
    if not now:
        (change,) = comparison.scripts
        assert "no longer started by crontab (cron, 0 3 * * *)" in [told.text for told in needs(change)]


def test_a_file_that_is_no_script_any_more_is_not_gone(make: Make) -> None:
    starter = Starter(path="crontab", line=1, kind="cron")
    texts = {"crontab": "0 3 * * * root scripts/wipe.sh\n", "scripts/wipe.sh": "rm -rf /srv\n"}
    assert _GONE not in dict(warnings(_moved(make, "scripts/wipe.sh", None, starter, texts)))
