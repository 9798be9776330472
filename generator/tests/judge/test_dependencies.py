"""Services by their exact names, and files that a script makes itself."""

from __future__ import annotations

from handover_generator.analysis.dependencies import dependencies_of
from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Action, Need
from handover_generator.model.inventory import Effect
from handover_generator.model.location import Location

AT = Location("x.sh", 3)


def service(name: str) -> Need:
    return Need(kind="service", name=name, at=AT)


def effect(resource: str, target: str, line: int) -> Effect:
    return Effect(resource=resource, action=Action.WRITE, destructive=False, what="writes", at=Location("x.sh", line), target=target)


def walked(needs: list[Need], effects: list[Effect]) -> Walked:
    return Walked(effects=tuple(effects), unknowns=(), needs=tuple(needs), guards=(), resolved=0, reachable=0, paths=())


def names(needs: list[Need], effects: list[Effect], *declared: str) -> list[str]:
    return [need.name for need in dependencies_of(walked(needs, effects), "x.sh", lambda root: root in declared).services]


def test_the_only_driver_tells_the_database() -> None:
    assert names([service("database")], [effect("database", "users", 3)], "psycopg2", "requests") == ["postgresql"]
    assert names([], [effect("database", "users", 1)], "pymysql") == ["mysql"]


def test_two_drivers_tell_nothing_and_a_named_database_stays() -> None:
    assert names([service("database")], [effect("database", "users", 3)], "psycopg2", "pymysql") == ["database"]
    assert names([service("sqlite")], [effect("database", "users", 3)], "psycopg2") == ["sqlite"]
    assert names([], [effect("filesystem", "a", 1)], "psycopg2") == []


def test_a_forge_behind_git() -> None:
    assert names([service("git"), service("github")], []) == ["github"]
    assert names([service("git")], []) == ["git"]


def test_a_file_that_the_script_writes_first() -> None:
    def files(name: str, line: int) -> list[str]:
        need = Need(kind="file", name=name, at=AT)
        return [one.name for one in dependencies_of(walked([need], [effect("filesystem", name, line)]), "x.sh", lambda _: None).files]

    assert files("gh.tar.gz", 2) == []
    assert files("gh.tar.gz", 4) == ["gh.tar.gz"]
    assert files("/etc/environment", 2) == ["/etc/environment"]
