"""What a script depends on, from what the walk found: by kind, without what it makes itself, and with services named as exactly as they can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Action, Need
from handover_generator.model.inventory import Dependencies, Effect

_SECRET = re.compile(r"(?i)(?:^|_)(?:password|passwd|pwd|pass|secret|token|api_?key|access_?key|private_?key|credentials?|auth)(?:_|$)|_key$")
# Drivers speak to one kind of database each.
_DRIVERS = (("postgresql", ("psycopg2", "psycopg", "asyncpg", "pg8000", "psycopg2cffi")), ("mysql", ("MySQLdb", "pymysql", "aiomysql", "mysql")),
            ("oracle", ("cx_Oracle", "oracledb")), ("mssql", ("pymssql", "pyodbc")))
_DATABASES = frozenset(("postgresql", "mysql", "mariadb", "oracle", "mssql", "sqlite", "mongodb", "cassandra", "clickhouse", "redshift", "bigquery",
                        "dynamodb",
                        "snowflake", "cockroachdb", "influxdb", "couchdb", "neo4j", "athena", "firestore", "rds"))
_GENERIC_DATABASE = "database"
# A forge is what a push to it needs; that it is spoken to with git says nothing more.
_FORGES = frozenset(("github", "gitlab", "bitbucket"))


def dependencies_of(walked: Walked, path: str, is_declared: Callable[[str], bool | None]) -> Dependencies:
    """Dependencies by kind.

    Args:
        walked: what the walk from the script's entries found.
        path: the script; it is no dependency of itself.
        is_declared: whether some manifest names an import root; None where there is no manifest.
    """
    kinds: dict[str, list[Need]] = {}
    for need in walked.needs:
        kinds.setdefault(need.kind, []).append(need)
    environment = kinds.get("env", [])
    secrets = [*kinds.get("secret", []), *(need for need in environment if _SECRET.search(need.name))]
    packages = kinds.get("package", [])
    return Dependencies(
        packages=tuple(packages), binaries=tuple(kinds.get("binary", ())), env=tuple(environment),
        services=_services(kinds.get("service", []), walked.effects, is_declared),
        files=tuple(need for need in kinds.get("file", ()) if not _made_before(need, walked.effects)),
        scripts=tuple(need for need in kinds.get("script", ()) if need.name != path),
        secrets=tuple(sorted(secrets, key=lambda need: (need.name, need.at))),
        undeclared=tuple(need for need in packages if is_declared(need.name) is False))


def _services(needs: Sequence[Need], effects: Sequence[Effect], is_declared: Callable[[str], bool | None]) -> tuple[Need, ...]:
    """Services, a general name replaced by the exact one: the only kind of database whose driver a manifest names, the forge behind git."""
    names = {need.name for need in needs}
    kept = [need for need in needs if not (need.name == "git" and names & _FORGES)]
    if names & _DATABASES:
        return tuple(need for need in kept if need.name != _GENERIC_DATABASE)
    touched = next((effect.at for effect in effects if effect.resource == "database"), None)
    place = next((need.at for need in kept if need.name == _GENERIC_DATABASE), touched)
    exact = [name for name, drivers in _DRIVERS if any(is_declared(driver) is True for driver in drivers)] if place is not None else []
    if place is None or len(exact) != 1:
        return tuple(kept)
    return tuple(sorted((Need(kind="service", name=exact[0], at=place), *(need for need in kept if need.name != _GENERIC_DATABASE)),
                        key=lambda need: (need.name, need.at)))


def _made_before(need: Need, effects: Sequence[Effect]) -> bool:
    """Whether the script writes the file before it reads it: then it depends on nobody else for it. A file of the machine was there before."""
    return not need.name.startswith("/") and any(effect.target == need.name and effect.resource == "filesystem" and effect.action is Action.WRITE
               and effect.at.path == need.at.path and effect.at.line < need.at.line
               and (len(effect.via) < 2 or effect.via[-1].line < need.at.line) for effect in effects)
