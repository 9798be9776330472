"""The same thing done otherwise: what must be looked at in a review, and what is only said by another library."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from handover_generator.analysis.compare import compare
from handover_generator.analysis.deeds import kind_of
from handover_generator.checks._run import judge
from handover_generator.model.inventory import Effect
from handover_generator.renderers.formats._review import warnings
from handover_generator.renderers.formats.review_json import FORMAT as JSON
from handover_generator.renderers.formats.review_markdown import FORMAT as MARKDOWN
from handover_generator.renderers.formats.review_text import FORMAT as TEXT

Make = SimpleNamespace


@pytest.mark.parametrize(("what", "target", "kind"), [
    ("starts nginx", "nginx", "start"), ("stops nginx", "nginx", "stop"), ("restarts nginx", "nginx", "restart"),
    ("runs rds stop-db-instance on ${id}", "${id}", "stop"), ("runs compose up for web", "web", ""), ("changes web (stop)", "web", "stop"),
    ("scales deploy/web to 0", "deploy/web", "stop"), ("scales deploy/web to 10", "deploy/web", "scale"), ("scales deploy/web", "deploy/web", ""),
    ("restarts stop-web", "stop-web", "restart"), ("writes /srv/stop", "/srv/stop", ""), ("runs apply for web", "web", ""),
])
def test_of_which_kind_a_deed_is(what: str, target: str, kind: str) -> None:
    assert kind_of(what, target) == kind


def _effect(make: Make, what: str, says: str, **more: object) -> Effect:
    resource, action, target = says.split(" ")
    effect: Effect = make.effect(f"{resource} {action} {target}", what=what, **more)
    return effect


def _compared(make: Make, says: str, before: str, after: str):
    destructive = says.split(" ")[1] == "delete"
    effects = [make.replace(_effect(make, what, says), destructive=destructive) for what in (before, after)]
    return compare(*(judge(make.inventory(make.script(effects=(effect,)))) for effect in effects))


@pytest.mark.parametrize(("says", "before", "after"), [
    ("database delete users", "deletes all rows of users", "drops the table users"),
    ("permission write /etc/a", "changes rights of /etc/a to 600", "changes rights of /etc/a to 777"),
    ("permission write users", "grants SELECT on users to bob", "grants ALL on users to PUBLIC"),
    ("service write nginx", "starts nginx", "stops nginx"),
    ("cluster write web", "scales web to 3", "scales web to 0"),
    ("filesystem delete /srv", "removes files found under /srv (-mtime +30)", "removes files found under /srv"),
    ("filesystem delete /srv", "removes files found under /srv (-mtime +30)", "removes files found under /srv (-mtime +3)"),
    ("filesystem write /srv/a", "appends to /srv/a", "writes /srv/a"),
])
def test_what_is_done_otherwise_is_among_the_first_lines(make: Make, says: str, before: str, after: str) -> None:
    comparison = _compared(make, says, before, after)
    (change,) = comparison.scripts
    assert (change.effects_gained, change.effects_lost) == ((), ())
    assert dict(warnings(comparison))["Does something else now"] == [("scripts/a.py", f"{after}; before: {before}")]
    text = TEXT.render(comparison)
    assert f"DOES SOMETHING ELSE NOW: scripts/a.py ({after}; before: {before})" in text
    assert f"  ! {after}; before: {before}" in text
    assert "Does something else now" in MARKDOWN.render(comparison)
    assert f'"sentence": "before: {before}"' in JSON.render(comparison)


@pytest.mark.parametrize(("says", "before", "after"), [
    ("cluster write web", "rolls the release web back", "runs upgrade for the release web"),
    ("http write http://a/b", "POST http://a/b", "PUT http://a/b"),
    ("filesystem delete /srv", "removes files found under /srv", "removes files found under /srv (-mtime +30)"),
])
def test_other_differences_are_told_of_the_script_alone(make: Make, says: str, before: str, after: str) -> None:
    comparison = _compared(make, says, before, after)
    assert "Does something else now" not in dict(warnings(comparison))
    assert [(altered.worse, altered.otherwise) for altered in comparison.scripts[0].effects_changed] == [(False, False)]


@pytest.mark.parametrize(("says", "before", "after"), [
    ("filesystem delete /srv/a", "removes /srv/a", "deletes a file '/srv/a'"),
    ("database delete users", "deletes rows of users", "deletes rows in users"),
    ("database write users", "writes to users", "changes rows of users"),
    ("filesystem write /srv/a", "writes /srv/a", "writes a file '/srv/a'"),
    ("filesystem write /srv/a", "writes /srv/a", "appends to /srv/a"),
    ("filesystem read /srv/a", "reads /srv/a", "looks at /srv/a"),
])
def test_another_library_that_does_the_same_is_no_change(make: Make, says: str, before: str, after: str) -> None:
    assert not _compared(make, says, before, after).says_something


def test_a_service_that_is_stopped_besides_is_gained(make: Make) -> None:
    starts, stops = (_effect(make, f"{verb} nginx", "service write nginx", destructive=False) for verb in ("starts", "stops"))
    (change,) = compare(*(judge(make.inventory(make.script(effects=effects))) for effects in ((starts,), (starts, stops)))).scripts
    assert (change.effects_gained, change.effects_changed) == ((stops,), ())


def test_a_condition_and_a_deed_are_told_in_one_line(make: Make) -> None:
    before = make.replace(_effect(make, "deletes all rows of users", "database delete users"), condition="if --all is given")
    after = make.replace(_effect(make, "drops the table users", "database delete users"), condition=None)
    (change,) = compare(*(judge(make.inventory(make.script(effects=(effect,)))) for effect in (before, after))).scripts
    assert [altered.sentence for altered in change.effects_changed] == ["before: deletes all rows of users; no longer only if --all is given"]


@pytest.mark.parametrize(("kind", "told"), [("dry_run", True), ("confirm", True), ("env_check", True), ("output", False), ("backup", False)])
def test_what_is_no_longer_held_back_is_among_the_first_lines(make: Make, kind: str, told: bool) -> None:
    """Of a script that was on the list already, for another loss."""
    other, guard = make.effect("database delete other"), make.guard(kind, default_on=True)
    held = make.effect("filesystem delete /srv/a", what="removes /srv/a", guards=(guard,))
    before, after = (judge(make.inventory(make.script(effects=(other, effect)))) for effect in (held, make.replace(held, guards=())))
    found = dict(warnings(compare(before, after))).get("No longer held back", [])
    assert [path for path, said in found if "lost before it removes /srv/a" in said] == (["scripts/a.py"] if told else [])
    assert "No longer held back" not in dict(warnings(compare(after, before)))
