"""Services a script talks to: the one a library is for, else the one that its effects need and the repository has a driver for.

A model of Django or of SQLAlchemy does not say which database holds it. The manifest does: a repository that installs ``psycopg2`` and no other
driver keeps its rows in PostgreSQL. Where it installs several, its compose files and settings decide. What only a signal handler or a worker does
later is no need of the script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from handover_generator.analysis._atlas import SERVICE_KEY
from handover_generator.analysis._commands_net import service_of
from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Effect, Setting
from handover_generator.regexes import regex

_DRIVERS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "database": (("postgresql", ("psycopg2", "psycopg", "asyncpg", "pg8000", "psycopg2cffi")), ("mysql", ("MySQLdb", "pymysql", "mysql", "aiomysql")),
                 ("oracle", ("cx_Oracle", "oracledb")), ("sqlserver", ("pymssql", "pyodbc")), ("mongodb", ()), ("sqlite", ())),
    "cache": (("redis", ("django_redis", "redis", "aioredis")), ("memcached", ("pymemcache", "memcache", "pylibmc", "bmemcached"))),
    "queue": (("redis", ("redis", "django_redis", "rq")), ("rabbitmq", ("pika", "amqp", "kombu"))),
    "search": (("elasticsearch", ("elasticsearch", "elasticsearch_dsl")), ("opensearch", ("opensearchpy", "opensearch_dsl")), ("solr", ("pysolr",))),
}
"""By resource: services, each with the import roots of its drivers."""
_STATED = (
    ("postgres", "postgresql"), ("postgis", "postgresql"), ("mysql", "mysql"), ("mariadb", "mysql"), ("oracle", "oracle"), ("mssql", "sqlserver"),
    ("redis", "redis"), ("memcache", "memcached"), ("rabbit", "rabbitmq"), ("amqp", "rabbitmq"), ("elasticsearch", "elasticsearch"),
    ("opensearch", "opensearch"), ("solr", "solr"),
)
"""Words in names of compose services, engines and addresses, and the services they mean."""
_OBJECTS = {"s3": "s3", "s3a": "s3", "s3n": "s3", "gs": "gcs", "gcs": "gcs"}
"""Schemes of addresses in object storage, and whose they are."""
_ADDRESS = regex(r"(?i)^[a-z+0-9]+://")
_HOST = regex(r"https?://(?:[^/@\s$]*@)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?=[/:?#]|$)", re.IGNORECASE)
_LATER = ("signal handler", "in the worker")


def stated_services(settings: Iterable[Setting]) -> frozenset[str]:
    """Services that compose files and settings name."""
    found: set[str] = set()
    for setting in settings:
        value = setting.value.lower()
        if _ADDRESS.match(value):
            value = value.partition("://")[0]
        elif setting.key != SERVICE_KEY and not setting.key.upper().endswith(("ENGINE", "BACKEND")):
            continue
        found.update(service for word, service in _STATED if word in value)
    return frozenset(found)


def services_of(effects: Iterable[Effect], needs: Iterable[Need], is_declared: Callable[[str], bool | None],
                stated: frozenset[str] = frozenset()) -> tuple[Need, ...]:
    """One need for each service, at the first line that talks to it.

    Args:
        effects: what the script does.
        needs: services that rows of the catalogue name, one for each name and the first line that names it; "database" alone says only that
            there is one.
        is_declared: whether some manifest names an import root; None where there is no manifest.
        stated: what compose files and settings name.
    """
    named = {need.name: need for need in needs}
    now = [effect for effect in effects if not any(word in (effect.condition or "") for word in _LATER)]
    lines = {(effect.at.path, effect.at.line): effect for effect in effects}
    said = {(effect.at.path, effect.at.line) for effect in now}
    found: dict[str, Need] = {}
    for name, need in sorted(named.items()):
        place = need.at.path, need.at.line
        if name not in _DRIVERS and (place in said or place not in lines):
            found[name] = need
    for effect in sorted(now, key=lambda one: one.at):
        if effect.host is not None:
            continue
        service = _service(effect, found, named, lambda resource: _driver(resource, is_declared, stated))
        if service is not None:
            found.setdefault(service, Need(kind="service", name=service, at=effect.at))
    return tuple(found[name] for name in sorted(found))


def _service(effect: Effect, found: Mapping[str, Need], named: Mapping[str, Need], drivers: Callable[[str], str | None]) -> str | None:
    resource = effect.resource
    if any((need.at.path, need.at.line) == (effect.at.path, effect.at.line) and name not in _DRIVERS for name, need in named.items()):
        return None                                   # the row that acts there names its own
    if resource in _DRIVERS:
        if any(service in found for service, _ in _DRIVERS[resource]):
            return None
        return drivers(resource) or (resource if resource in named else None)
    if resource == "object-storage":
        return _OBJECTS.get((effect.target or "").partition("://")[0])
    if resource == "http":
        host = _HOST.match(effect.target or "")
        if host is None and (effect.target or "").startswith("/"):
            return None                                   # a path below what the tool is logged in to, which its row names
        return service_of(host.group(1)) if host else "http-api"
    return "smtp" if resource == "email" else None


def _driver(resource: str, is_declared: Callable[[str], bool | None], stated: frozenset[str]) -> str | None:
    known = [service for service, _ in _DRIVERS[resource]]
    declared = [service for service, roots in _DRIVERS[resource] if any(is_declared(root) for root in roots)]
    if len(declared) != 1:
        declared = [service for service in declared or known if service in stated]
    return declared[0] if len(declared) == 1 else None
