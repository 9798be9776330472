"""Sessions, connections and services that come from where the code does not say: told by what they are given, or by what registered them."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Confidence

MODELS = {"shop/__init__.py": "", "shop/models.py": ("from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n"
                                                       "class Order(Base):\n    __tablename__ = 'orders'\n")}
HEAD = "import sqlalchemy\nfrom sqlalchemy import text, delete\nfrom shop.models import Order\nfrom somewhere import request\n"


def acts(walked: Walked) -> set[tuple[str, str, str | None]]:
    return {(effect.resource, effect.action.value, effect.target) for effect in walked.effects if effect.resource == "database"}


@pytest.mark.parametrize(("line", "wanted"), [
    ("def go(session):\n    session.query(Order).filter(Order.id == 1).delete()\ngo(request.db)", {("database", "delete", "Order")}),
    ("def go(held):\n    for order in held.query(Order):\n        held.session.delete(order)\ngo(request)",
     {("database", "read", "Order"), ("database", "delete", "Order")}),
    ("def go(db):\n    db.add(Order())\ngo(request.db)", {("database", "write", "Order")}),
    ("def go(held):\n    held.execute(text('DELETE FROM orders'))\ngo(request)", {("database", "delete", "orders")}),
    ("def go(held):\n    held.execute(sqlalchemy.text('DROP TABLE orders'))\ngo(request)", {("database", "delete", "orders")}),
    ("from pyramid.request import Request\nRequest.blank('/').db.query(Order).delete()", {("database", "delete", "Order")}),
])
def test_what_only_a_session_takes(line: str, wanted: set[tuple[str, str, str | None]], trace) -> None:
    assert acts(trace(HEAD + line, MODELS)) == wanted


@pytest.mark.parametrize("line", [
    "def go(held):\n    held.query('SELECT 1')\ngo(request)",
    "def go(seen):\n    seen.add(Order())\ngo(request.seen)",
    "def go(mail):\n    mail.delete(Order())\ngo(request.mail)",
    "def go(held):\n    held.execute('drop it like a table')\ngo(request)",
    "def go(held):\n    held.submit('DELETE FROM orders')\ngo(request)",
    "def go(held):\n    held.execute('SELECT 1')\ngo(request)",
    "def go(held):\n    held.execute(dict(a=1))\ngo(request)",
])
def test_what_others_take_too(line: str, trace) -> None:
    assert acts(trace(HEAD + line, MODELS)) == set()


def test_it_is_no_proof(trace) -> None:
    walked = trace(HEAD + "def go(held):\n    held.execute(text('DELETE FROM orders'))\ngo(request)", MODELS)
    assert {effect.confidence for effect in walked.effects} == {Confidence.INFERRED}


def test_a_variable_that_is_filled_later_is_what_its_annotation_says(trace) -> None:
    held = ("from typing import Optional\nimport sqlalchemy\nengine: Optional[sqlalchemy.engine.Engine] = None\n"
            "def wipe():\n    engine.execute('DELETE FROM orders')\n")
    assert acts(trace("from held import wipe\nwipe()", {"held.py": held})) == {("database", "delete", "orders")}
    plain = held.replace(": Optional[sqlalchemy.engine.Engine]", ": Optional[int]")
    assert acts(trace("from held import wipe\nwipe()", {"held.py": plain})) == set()


SERVICES = {
    "shop/mail.py": ("import shutil\nclass Mail:\n    def __init__(self, where):\n        self.where = where\n    def clear(self):\n"
                     "        shutil.rmtree(self.where)\ndef factory(context, request):\n    return Mail('/srv/mail')\n"),
    "shop/setup.py": ("from shop.mail import Mail, factory\ndef includeme(config):\n"
                      "    config.register_service_factory('shop.mail.factory', name='mail')\n"
                      "    config.register_service_factory(factory, iface=Mail)\n"),
    **MODELS,
}


@pytest.mark.parametrize(("line", "wanted"), [
    ("request.find_service(name='mail').clear()", {"/srv/mail"}),
    ("from shop.mail import Mail\ndef go(held):\n    held.find_service(Mail).clear()\ngo(request)", {"/srv/mail"}),
    ("from pyramid.request import Request\nRequest.blank('/').find_service(name='mail').clear()", {"/srv/mail"}),
    ("request.find_service(name='post').clear()", set()),
])
def test_a_service_is_what_registered_it(line: str, wanted: set[str], trace) -> None:
    walked = trace(HEAD + line, SERVICES)
    assert {effect.target for effect in walked.effects if effect.action == "delete"} == wanted
    assert wanted or walked.unknowns


HELD = {
    "shop/setup.py": ("from shop.store import Store\ndef includeme(config):\n    config.registry['shop.store'] = Store('/srv/store')\n"
                      "    config.registry['shop.twice'] = Store('/srv/one')\n    config.other['shop.other'] = Store('/srv/other')\n"),
    "shop/more.py": "from shop.store import Store\ndef init_app(app):\n    app.extensions['shop.twice'] = Store('/srv/two')\n",
    "shop/store.py": ("import shutil\nclass Store:\n    def __init__(self, where):\n        self.where = where\n    def clear(self):\n"
                      "        shutil.rmtree(self.where)\n"),
}


@pytest.mark.parametrize(("line", "wanted"), [
    ("request.registry['shop.store'].clear()", {"/srv/store"}),
    ("from flask import current_app\ncurrent_app.extensions['shop.store'].clear()", {"/srv/store"}),
    ("request.registry['shop.twice'].clear()", set()),                      # two places fill it
    ("request.registry['shop.other'].clear()", set()),
    ("request.other['shop.other'].clear()", set()),
])
def test_an_item_of_a_registry_is_what_was_put_there(line: str, wanted: set[str], trace) -> None:
    walked = trace(f"def go(request):\n    {line.replace(chr(10), chr(10) + '    ')}\ngo(made())", HELD)
    assert {effect.target for effect in walked.effects if effect.action == "delete"} == wanted
    assert wanted or walked.unknowns


def test_what_stands_in_a_registry_is_not_of_the_framework(trace) -> None:
    walked = trace("from pyramid.config import Configurator\nclient = Configurator().registry['any']\nclient.indices.get_alias(index='books')\n")
    assert {(effect.resource, effect.action, effect.target) for effect in walked.effects} == {("search", "read", "books")}
    plain = trace("from pyramid.config import Configurator\nConfigurator().registry.get_alias(index='books')\n")
    assert plain.effects == ()


CONTEXT = ("import click, shutil\nclass Store:\n    def __init__(self, root):\n        self.root = root\n    def wipe(self):\n"
           "        shutil.rmtree(self.root)\n@click.group()\n@click.pass_context\ndef cli(ctx):\n    {put}\n"
           "@cli.command()\n@click.{way}\ndef wipe(held):\n    {use}\nif __name__ == '__main__':\n    cli()\n")


@pytest.mark.parametrize(("put", "way", "use", "wanted"), [
    ("ctx.obj = Store('/srv/a')", "pass_obj", "held.wipe()", {"/srv/a"}),
    ("ctx.obj = Store('/srv/a')", "pass_context", "held.obj.wipe()", {"/srv/a"}),
    ("ctx.obj['store'] = Store('/srv/a')", "pass_context", "held.obj['store'].wipe()", {"/srv/a"}),
    ("ctx.obj['store'] = Store('/srv/a')", "pass_context", "held.obj['other'].wipe()", set()),
    ("pass", "pass_obj", "held.wipe()", set()),
])
def test_what_hangs_on_the_context_of_a_command_line(put: str, way: str, use: str, wanted: set[str], trace) -> None:
    walked = trace(CONTEXT.format(put=put, way=way, use=use))
    assert {effect.target for effect in walked.effects if effect.action == "delete"} == wanted
    assert wanted or walked.unknowns


@pytest.mark.parametrize(("member", "told"), [("prune_old", True), ("cull_more", True), ("lft_rebuild", True), ("rebuilt", False), ("prunes", False)])
def test_a_member_that_sounds_like_harm_is_no_silent_part_of_a_package(trace, member: str, told: bool) -> None:
    found = trace(f"from django.core.cache import cache\ncache.{member}()\n")
    assert [unknown.kind for unknown in found.unknowns] == ["unmodelled-package"] * told


@pytest.mark.parametrize(("line", "wanted"), [
    ("def go(held):\n    held.execute('DELETE FROM orders WHERE id = 1')\ngo(request)", ("database", "delete", "orders")),
    ("from acme import cursor\nwith cursor(host='db') as cur:\n    cur.execute('TRUNCATE orders')", ("database", "delete", "orders")),
    ("import acme\nacme.pool().executescript('CREATE TABLE IF NOT EXISTS orders (id INT);')", ("database", "write", "orders")),
    ("def go(held, table):\n    held.execute(f'INSERT INTO {table} VALUES (1)')\ngo(request, 'orders')", ("database", "write", "orders")),
    ("def go(held, year):\n    held.execute(f'UPDATE orders_{year} SET paid = 1 WHERE id = 1')\ngo(request, request.year)",
     ("database", "write", "orders_${year}")),
    ("def go(held, year):\n    held.execute('''\n  UPDATE {}_orders SET a = 1 WHERE b = 2'''.format(year))\ngo(request, request.year)",
     ("database", "write", "${year}_orders")),
    ("def go(held):\n    held.db.run('DELETE FROM orders')\ngo(request)", ("database", "delete", "orders")),
    ("import acme\nacme.Site().db.one('UPDATE orders SET a = 1 WHERE b = 2 RETURNING id')", ("database", "write", "orders")),
    ("def go(held):\n    held.query_all('DROP TABLE orders')\ngo(request)", ("database", "delete", "orders")),
])
def test_a_statement_tells_that_something_is_a_database(line: str, wanted: tuple[str, str, str], trace) -> None:
    walked = trace(HEAD + line, MODELS)
    assert acts(walked) == {wanted}
    assert [effect.confidence for effect in walked.effects if effect.resource == "database"] == [Confidence.NAME_ONLY]


@pytest.mark.parametrize("line", ["held.write('DELETE FROM orders')", "held.run(f'update {name} to set it right')",
                                  "held.info('DROP TABLE orders')", "held.run('delete old orders')",
                                  "held.run('SELECT the orders')", "held.append('TRUNCATE orders')", "held.runner('DELETE FROM orders')"])
def test_a_statement_that_is_said_or_kept_changes_nothing(trace, line: str) -> None:
    assert not trace(f"{HEAD}def go(held):\n    {line}\ngo(request)", MODELS).effects
