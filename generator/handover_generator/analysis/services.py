"""Services a script talks to: the one a library is for, else the one that its effects need and the repository has a driver for.

A model of Django or of SQLAlchemy does not say which database holds it. The manifest does: a repository that installs ``psycopg2`` and no other
driver keeps its rows in PostgreSQL. What only a signal handler or a worker does later is no need of the script.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from handover_generator.analysis._commands_net import service_of
from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Effect

_DRIVERS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "database": (("postgresql", ("psycopg2", "psycopg", "asyncpg", "pg8000", "psycopg2cffi")), ("mysql", ("MySQLdb", "pymysql", "mysql", "aiomysql")),
                 ("oracle", ("cx_Oracle", "oracledb")), ("mongodb", ("pymongo", "motor", "mongoengine")), ("sqlserver", ("pymssql", "pyodbc"))),
    "cache": (("redis", ("django_redis", "redis", "aioredis")), ("memcached", ("pymemcache", "memcache", "pylibmc", "bmemcached"))),
    "queue": (("redis", ("redis", "django_redis", "rq")), ("rabbitmq", ("pika", "amqp", "kombu"))),
    "search": (("elasticsearch", ("elasticsearch", "elasticsearch_dsl")), ("opensearch", ("opensearchpy", "opensearch_dsl")), ("solr", ("pysolr",))),
}
"""By resource: services, each with the import roots of its drivers. Where several are declared, none is named."""
_HOST = re.compile(r"https?://(?:[^/@\s$]*@)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?=[/:?#]|$)", re.IGNORECASE)
_LATER = ("signal handler", "in the worker")


def services_of(effects: Iterable[Effect], needs: Iterable[Need], is_declared: Callable[[str], bool | None]) -> tuple[Need, ...]:
    """One need for each service, at the first line that talks to it.

    Args:
        effects: what the script does.
        needs: services that rows of the catalogue name, one for each name and the first line that names it; "database" alone says only that
            there is one.
        is_declared: whether some manifest names an import root; None where there is no manifest.
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
        service = _service(effect, found, named, is_declared)
        if service is not None:
            found.setdefault(service, Need(kind="service", name=service, at=effect.at))
    return tuple(found[name] for name in sorted(found))


def _service(effect: Effect, found: Mapping[str, Need], named: Mapping[str, Need], is_declared: Callable[[str], bool | None]) -> str | None:
    resource = effect.resource
    if resource in _DRIVERS:
        if any(service in found for service, _ in _DRIVERS[resource]):
            return None
        return _driver(resource, is_declared) or (resource if resource in named else None)
    if any((need.at.path, need.at.line) == (effect.at.path, effect.at.line) for need in named.values()):
        return None                                   # the row that acts there names its own
    if resource == "http":
        host = _HOST.match(effect.target or "")
        return service_of(host.group(1)) if host else "http-api"
    return "smtp" if resource == "email" else None


def _driver(resource: str, is_declared: Callable[[str], bool | None]) -> str | None:
    declared = [service for service, roots in _DRIVERS[resource] if any(is_declared(root) for root in roots)]
    return declared[0] if len(declared) == 1 else None
