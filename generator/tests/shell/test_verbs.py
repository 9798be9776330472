"""Several things that are done to the same target: none of them hides another; and commands whose options or signals decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Unknown

_APPENDS = "case $1 in\n  add) echo a >> /etc/access.cf ;;\n  del) sed -i '/^a/d' /etc/access.cf ;;\nesac\n"


def test_what_takes_something_away_is_told_before_what_adds(effects: Callable) -> None:
    (effect,) = effects(_APPENDS)
    assert effect.what == "removes lines from /etc/access.cf in place"
    assert effect.at.line == 3
    assert [place.line for place in effect.also_at] == [2]


def test_another_verb_for_the_same_is_told_with_its_place(effects: Callable) -> None:
    (effect,) = effects("kubectl label pod web\nkubectl annotate pod web\nkubectl annotate pod web\n")[1:]
    assert (effect.target, [place.line for place in effect.also_at]) == ("web", [2])


@pytest.mark.parametrize(("script", "told"), [
    ("systemctl stop web\nsystemctl start web\nsystemctl start web\n", ["starts web", "stops web"]),
    ("aws rds start-db-instance --db-instance-identifier a\naws rds stop-db-instance --db-instance-identifier a\n",
     ["runs rds start-db-instance on a", "runs rds stop-db-instance on a"]),
    ("kubectl scale deploy/web --replicas=3\nkubectl scale deploy/web --replicas=0\n", ["scales deploy/web to 0", "scales deploy/web to 3"]),
    ("kubectl scale deploy/web --replicas=3\nkubectl scale deploy/web --replicas=5\n", ["scales deploy/web to 3"]),
    ("docker pause web\ndocker unpause web\n", ["runs pause for web", "runs unpause for web"]),
    ("case $1 in\n  start) cf start web ;;\n  stop) cf stop web ;;\nesac\n", ["changes web (start)", "changes web (stop)"]),
    ("usermod -L bob\nusermod -U bob\n", ["changes the account or group bob (-L)"]),
    ("systemctl restart stop-web\nsystemctl restart stop-web\n", ["restarts stop-web"]),
])
def test_to_start_and_to_stop_are_two_things(effects: Callable, script: str, told: list[str]) -> None:
    assert sorted(effect.what for effect in effects(script)) == told


@pytest.mark.parametrize("script", [
    "psql shop -c 'DELETE FROM users'\npsql shop -c 'DROP TABLE users'\n", "echo a >> /srv/a\necho b > /srv/a\n",
    "chmod 600 /srv/a\nchmod 644 /srv/a\n",
])
def test_rows_files_and_rights_are_told_once(effects: Callable, script: str) -> None:
    assert len(effects(script)) == 1


def test_the_same_verb_for_what_is_only_changed_is_told_once(effects: Callable) -> None:
    (effect,) = effects("echo a >> /srv/a\necho b >> /srv/a\n")
    assert effect.also_at == ()


def test_to_turn_a_machine_off_and_to_remove_it_are_two_things(effects: Callable) -> None:
    found = effects("virsh destroy vm1\nvirsh undefine --managed-save --nvram vm1\n")
    assert sorted((effect.at.line, effect.destructive) for effect in found) == [(1, False), (2, True)]


@pytest.mark.parametrize(("script", "what"), [
    ("sed -i '/a/d' f", "removes lines from f in place"), ("sed -i -e '1d' f", "removes lines from f in place"),
    ("sed -i '$d' f", "removes lines from f in place"),
    ("sed -i 's/a/d/' f", "edits f in place"), ("sed -i 's/a/d/g' f", "edits f in place"), ("sed -i -e '1d' -e 's/a/b/' f", "edits f in place")])
def test_sed_removes_lines_or_edits_them(trace: Callable, script: str, what: str) -> None:
    assert [act.what for act in trace(script).acts()] == [what]


@pytest.mark.parametrize("run", ["docker exec c", "docker compose run --rm web", "kubectl exec pod --"])
@pytest.mark.parametrize("name", ["export", "set", "import", "wait"])
def test_inside_a_container_nothing_but_a_shell_has_a_shells_commands(trace: Callable, run: str, name: str) -> None:
    traced = trace(f"{run} {name} a\n")
    assert traced.unknowns() == ["unmodelled-command"]
    assert any("execute" in told for told in traced.told())


@pytest.mark.parametrize("text", ["docker exec c test -f /srv/x", "docker exec c true", "docker exec c sh -c 'export A=1'", "ssh web1 export A=1"])
def test_programs_with_the_name_of_a_builtin_and_builtins_of_a_shell_there_are_known(trace: Callable, text: str) -> None:
    assert trace(text).unknowns() == []


def test_options_behind_an_image_are_no_command(trace: Callable) -> None:
    traced = trace("docker run --rm -i local-jq -r -c .\n")
    assert [event.detail for event in traced.events if isinstance(event, Unknown)] == ["runs what the image starts, with -r"]
    assert "container execute local-jq" in traced.told()
