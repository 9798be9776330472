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


def test_a_file_is_told_under_the_path_where_it_lies() -> None:
    def files(name: str, *listed: str) -> list[str]:
        need = Need(kind="file", name=name, at=Location("db/load.sh", 3))
        return [one.name for one in dependencies_of(walked([need], []), "db/load.sh", lambda _: None, files=listed).files]

    assert files("schema.sql", "db/schema.sql") == ["db/schema.sql"]
    assert files("../schema.sql", "schema.sql") == ["schema.sql"]
    assert files("schema.sql", "db/schema.sql", "schema.sql") == ["schema.sql"]
    assert files("schema.sql", "web/schema.sql") == ["schema.sql"]


def test_a_file_that_is_read_only_where_an_earlier_run_left_it() -> None:
    def files(condition: str | None, *written: Effect) -> list[str]:
        read = Effect(resource="filesystem", action=Action.READ, destructive=False, what="reads", at=AT, target="state", condition=condition)
        need = Need(kind="file", name="state", at=AT)
        return [one.name for one in dependencies_of(walked([need], [read, *written]), "x.sh", lambda _: None).files]

    assert files("if path exists", effect("filesystem", "state", 9)) == []
    assert files(None, effect("filesystem", "state", 9)) == ["state"]
    assert files("if path exists") == ["state"]
