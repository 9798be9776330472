"""SQL put together with the classes of psycopg is read as the text that they make."""

from __future__ import annotations

import pytest

START = """
    import psycopg2
    from psycopg2 import sql
    def go(cursor, schema):
        {}
    with psycopg2.connect("dbname=shop") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT name FROM names")
        for row in cursor.fetchall():
            go(cursor, row)
"""

FOUND = {
    'cursor.execute(sql.SQL("DROP TABLE {}.{}").format(sql.Identifier(schema), sql.Identifier("orders")))': ("delete", "${schema}.orders"),
    'cursor.execute(sql.SQL("DELETE FROM {t} WHERE {w}").format(t=sql.Identifier("public", "orders"), w=sql.SQL(" AND ").join([sql.SQL("a = 1")])))':
        ("delete", "public.orders"),
    'cursor.execute(sql.Composed([sql.SQL("TRUNCATE "), sql.Identifier("logs")]))': ("delete", "logs"),
    'cursor.execute((sql.SQL("DROP TABLE ") + sql.Identifier("orders")).as_string(cursor))': ("delete", "orders"),
    'query = psycopg2.sql.SQL("UPDATE orders SET a = {}").format(psycopg2.sql.Literal("DROP TABLE b"))\n        cursor.execute(query)': ("write", "orders"),
}


@pytest.mark.parametrize("code", FOUND)
def test_the_statement_is_told(trace, code: str) -> None:
    assert FOUND[code] in [(effect.action, effect.target) for effect in trace(START.format(code)).effects]


def test_a_value_is_no_part_of_the_statement(trace) -> None:
    code = 'cursor.execute(sql.SQL("SELECT 1 FROM a WHERE b = {}").format(sql.Literal("x; DROP TABLE orders")))'
    assert {effect.action for effect in trace(START.format(code)).effects} == {"read"}


def test_what_is_only_put_together_is_not_run(trace) -> None:
    code = 'print(sql.SQL("DROP TABLE {}").format(sql.Identifier("orders")).as_string(cursor))'
    assert {effect.action for effect in trace(START.format(code)).effects} == {"read"}
