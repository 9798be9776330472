"""A dump of one server is no backup of what another one loses; who names no server may mean any."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.servers import another, machine_of


@pytest.mark.parametrize(("copy", "loss", "harm"), [
    ("pg_dump -h a shop > f.sql", "dropdb -h b shop", "database delete shop"),
    ("pg_dump --host=a -Fc -f f.dump shop", "pg_restore --clean --host b -d shop f.dump", "database delete shop"),
    ("pg_dump -h prod.example.org shop > f.sql", "psql -h localhost shop -c 'DROP TABLE orders'", "database delete orders"),
    ("pg_dump -h prod.example.org shop > f.sql", "docker exec db psql shop -c 'DROP TABLE orders'", "database delete orders"),
    ("pg_dump postgresql://app@a/shop > f.sql", "psql postgresql://app@b/shop -c 'DROP TABLE orders'", "database delete orders"),
    ("pg_dump 'host=a dbname=shop' > f.sql", "psql -d 'dbname=shop host=b' -c 'DROP TABLE orders'", "database delete orders"),
    ("pg_dump -h \"$PROD_HOST\" shop > f.sql", "dropdb -h \"$TEST_HOST\" shop", "database delete shop"),
    ("mysqldump -ha shop > f.sql", "mysql -hb -e 'DROP DATABASE shop'", "database delete shop"),
    ("mysqldump --host a shop > f.sql", "mysqladmin -f --host=b drop shop", "database delete shop"),
    ("mongodump --host a --db shop", "mongo --host b shop --eval 'db.dropDatabase()'", "database delete shop"),
    ("mongodump --uri mongodb://a/shop", "mongorestore --uri mongodb://b/shop --drop d", "database delete mongodb://b/shop"),
    ("mongodump -h a:27017 -d shop", "mongo b:27017/shop --eval 'db.dropDatabase()'", "database delete"),
    ("redis-cli -h a --rdb f.rdb", "redis-cli -h b FLUSHALL", "cache delete"),
    ("redis-cli -u redis://a:6379 --rdb f.rdb", "redis-cli -u redis://b:6379/0 FLUSHALL", "cache delete"),
    ("ssh a 'pg_dump shop' > f.sql", "dropdb -h b shop", "database delete shop"),
    ("ssh jump 'pg_dump -h a shop' > f.sql", "ssh jump 'dropdb -h b shop'", "database delete shop"),
])
def test_a_dump_of_another_server_is_no_backup(trace: Callable, copy: str, loss: str, harm: str) -> None:
    assert "backup" not in trace(f"{copy}\n{loss}\n").guards(harm)


@pytest.mark.parametrize(("copy", "loss", "harm"), [
    ("pg_dump shop > f.sql", "dropdb -h b shop", "database delete shop"),                      # which server that is, its surroundings say
    ("pg_dump -h a shop > f.sql", "dropdb shop", "database delete shop"),
    ("pg_dump -h a shop > f.sql", "dropdb --host=a shop", "database delete shop"),
    ("pg_dump -h a shop > f.sql", "dropdb -h A.example.org shop", "database delete shop"),
    ("pg_dump -h \"$DB_HOST\" shop > f.sql", "dropdb -h $DB_HOST shop", "database delete shop"),
    ("pg_dump -h $(pick) shop > f.sql", "dropdb -h b shop", "database delete shop"),
    ("pg_dump -h a-replica shop > f.sql", "dropdb -h a shop", "database delete shop"),        # the same data
    ("pg_dump -h localhost shop > f.sql", "dropdb -h 127.0.0.1 shop", "database delete shop"),
    ("pg_dump -h localhost shop > f.sql", "docker exec db dropdb -h db shop", "database delete shop"),
    ("pg_dump -h /var/run/postgresql shop > f.sql", "dropdb -h localhost shop", "database delete shop"),
    ("pg_dump postgresql://app@a:5432/shop > f.sql", "psql -h a shop -c 'DROP TABLE orders'", "database delete orders"),
    ("pg_dump \"$URL\" > f.sql", "psql -h a shop -c 'DROP TABLE orders'", "database delete orders"),
    ("mysqldump -h a shop > f.sql", "mysql -h a -e 'DROP DATABASE shop'", "database delete shop"),
    ("mysqldump -h \"${DB_HOST:-localhost}\" shop > f.sql", "mysql -h \"$DB_HOST\" -e 'DROP DATABASE shop'", "database delete shop"),
    ("mongodump --host a:27017 --db shop", "mongo --host a shop --eval 'db.dropDatabase()'", "database delete shop"),
    ("redis-cli -h a --rdb f.rdb", "redis-cli -h a FLUSHALL", "cache delete"),
    ("ssh a 'pg_dump -h localhost shop' > f.sql", "dropdb -h a shop", "database delete shop"),
    ("ssh jump 'pg_dump -h a shop' > f.sql", "dropdb -h a shop", "database delete shop"),
])
def test_a_dump_of_what_may_be_the_same_server_is_one(trace: Callable, copy: str, loss: str, harm: str) -> None:
    assert "backup" in trace(f"{copy}\n{loss}\n").guards(harm)


def test_each_server_of_a_loop_has_its_own_dump(trace: Callable) -> None:
    text = "for host in a b; do\n  pg_dump -h $host shop > $host.sql\n  dropdb -h $host shop\ndone\n"
    assert "backup" in trace(text).guards("database delete shop")


@pytest.mark.parametrize(("host", "server", "machine"), [
    (None, None, None), (None, "localhost:5432", ""), ("container:db", None, ""), ("container:web", "db", ""), ("root@a", None, "a"),
    ("a", "127.0.0.1", "a"), (None, "app@a:5432", "a"), ("container:web", "db.example.org", "db.example.org"), (None, "db-ro", None),
    (None, "db-rook", "db-rook"),
])
def test_which_machine_has_the_data(host: str | None, server: str | None, machine: str | None) -> None:
    assert machine_of(host, server) == machine


@pytest.mark.parametrize(("one", "other", "apart"), [
    ("a", "b", True), ("", "b", True), ("a.example.org", "b.example.org", True), ("a", "ab.example.org", True),
    (None, "b", False), ("a", "a.example.org", False), ("", "", False),
])
def test_machines_that_may_be_one(one: str | None, other: str | None, apart: bool) -> None:
    assert another(one, other) is apart
