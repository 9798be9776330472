"""Scripts that were seen to run others while their calls were followed."""

from __future__ import annotations

from types import SimpleNamespace

from handover_generator.analysis.starts import with_followed_starts
from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Dependencies, Script, Starter
from handover_generator.model.location import Location
from handover_generator.records import replace


def running(make: SimpleNamespace, path: str, *needs: Need) -> Script:
    return replace(make.script(path=path), dependencies=Dependencies(scripts=needs))


def run(what: str, by: str) -> Need:
    return Need(kind="script", name=what, at=Location(by, 4))


def test_who_runs_a_script_is_among_its_starters(make: SimpleNamespace) -> None:
    first, second = with_followed_starts([running(make, "a.sh", run("db/b.py", "a.sh")), make.script(path="db/b.py")])
    assert second.called_from == (Starter(path="a.sh", line=4, kind="script"),)
    assert first.called_from == make.script(path="a.sh").called_from


def test_what_is_known_or_far_away_is_not_told_again(make: SimpleNamespace) -> None:
    known = replace(make.script(path="b.py"), called_from=(Starter(path="a.sh", line=9, kind="script"),))
    assert with_followed_starts([running(make, "a.sh", run("b.py", "a.sh")), known])[1] is known
    assert with_followed_starts([running(make, "a.sh", run("b.py", "lib/c.sh")), known])[1] is known


def test_what_names_it_is_the_file_in_which_it_is_named(make) -> None:
    """A program takes in the commands of a file in a module that is no script itself; where that is one, it tells so itself."""
    program = running(make, "shop/__main__.py", run("shop/users.py", "shop/cli.py"), run("shop/lists.py", "bin/a.sh"))
    told = with_followed_starts([program, make.script(path="bin/a.sh"), make.script(path="shop/lists.py"), make.script(path="shop/users.py")])
    starters = {script.path: [starter.path for starter in script.called_from] for script in told}
    assert {path: named for path, named in starters.items() if named} == {"shop/users.py": ["shop/cli.py"]}
