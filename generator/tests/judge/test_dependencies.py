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


def _loaded(name: str, by: str) -> Need:
    return Need(kind="loaded", name=name, at=Location(by, 4))


def test_a_module_that_is_loaded_by_its_name_counts_where_it_is_a_script() -> None:
    found = walked([_loaded("jobs/a.py", "x.sh"), _loaded("jobs/base.py", "x.sh"), Need(kind="script", name="b.sh", at=AT)], [])
    told = dependencies_of(found, "x.sh", lambda root: True, scripts={"jobs/a.py", "b.sh", "x.sh"}).scripts
    assert [(need.kind, need.name) for need in told] == [("script", "b.sh"), ("script", "jobs/a.py")]


def test_what_another_script_loads_that_one_tells() -> None:
    """Who only starts a dispatcher with one word does not start all that it may dispatch to."""
    found = walked([_loaded("jobs/a.py", "tool.py"), _loaded("jobs/b.py", "lib/loading.py")], [])
    told = dependencies_of(found, "x.sh", lambda root: True, scripts={"jobs/a.py", "jobs/b.py", "tool.py", "x.sh"}).scripts
    assert [need.name for need in told] == ["jobs/b.py"]


def test_of_many_that_something_else_chooses_from_none_is_told() -> None:
    many = {f"bin/{number}.sh" for number in range(100)}
    by_itself = dependencies_of(walked([_loaded(name, "x.sh") for name in sorted(many)], []), "x.sh", lambda root: True, scripts=many)
    assert len(by_itself.scripts) == len(many)
    far = dependencies_of(walked([_loaded(name, "lib/all.sh") for name in sorted(many)], []), "x.sh", lambda root: True, scripts=many)
    assert far.scripts == ()
