"""Which services a script talks to: the library's own, else the driver that the repository installs, else what its settings name."""

from __future__ import annotations

from handover_generator.analysis.services import services_of, stated_services
from handover_generator.model.behaviour import Action, Need
from handover_generator.model.inventory import Effect, Setting
from handover_generator.model.location import Location


def effect(resource: str, line: int = 1, target: str | None = None, condition: str | None = None) -> Effect:
    return Effect(resource=resource, action=Action.WRITE, destructive=False, what="", at=Location("a.py", line), target=target, condition=condition)


def names(effects: list[Effect], *drivers: str, needs: tuple[Need, ...] = (), stated: frozenset[str] = frozenset()) -> list[str]:
    return [need.name for need in services_of(effects, needs, lambda root: root in drivers, stated)]


def need(name: str, line: int) -> Need:
    return Need(kind="service", name=name, at=Location("a.py", line))


def test_the_driver_that_is_installed_names_the_database() -> None:
    assert names([effect("database")], "psycopg2") == ["postgresql"]
    assert names([effect("database")]) == []
    assert names([effect("database")], needs=(need("database", 1),)) == ["database"]


def test_of_several_drivers_the_one_that_settings_name() -> None:
    assert names([effect("database")], "psycopg2", "MySQLdb") == []
    assert names([effect("database")], "psycopg2", "MySQLdb", stated=frozenset({"postgresql", "redis"})) == ["postgresql"]


def test_a_service_that_its_library_names_stands_for_itself() -> None:
    assert names([effect("queue", 3)], "redis", needs=(need("sqs", 3),)) == ["sqs"]


def test_hosts_and_mail() -> None:
    assert names([effect("http", 1, "https://api.github.com/repos")]) == ["github"]
    assert names([effect("http", 1, "${BASE}/x"), effect("email", 2)]) == ["http-api", "smtp"]


def test_what_happens_later_is_not_needed_now() -> None:
    assert names([effect("email", 2, condition="in the worker"), effect("queue", 3, condition="signal handler")], "redis") == []


def test_what_settings_and_compose_files_state() -> None:
    at = Location("x", 1)
    found = stated_services([Setting(environment=None, key="compose.service", value="redis-cache", at=at),
                             Setting(environment=None, key="DATABASES.default.ENGINE", value="django.db.backends.postgresql", at=at),
                             Setting(environment=None, key="BROKER", value="amqp://mq/", at=at),
                             Setting(environment=None, key="TITLE", value="our mysql guide", at=at)])
    assert found == {"redis", "postgresql", "rabbitmq"}


def test_object_storage_by_its_address() -> None:
    assert names([effect("object-storage", 1, "gs://b/k"), effect("object-storage", 2, "s3a://b")]) == ["gcs", "s3"]
    assert names([effect("object-storage", 1, "${BUCKET}")]) == []
