"""Functions that are given to something outside of which nothing is known."""

from __future__ import annotations

import pytest

HEAD = "import functools, shutil\nimport elsewhere\ndef drop(event=None):\n    shutil.rmtree('/srv/a')\n"


def removed(walked) -> list[tuple[str | None, str]]:
    return [(effect.target, effect.confidence.value) for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize("call", ["elsewhere.run(drop)", "elsewhere.Pool(4).each([], callback=drop)", "elsewhere.run(functools.partial(drop, 1))",
                                  "line = elsewhere.Command('shop')\nline.add(drop, name='drop')\nline.run()", "elsewhere.Steps().append(drop)",
                                  "elsewhere.Line().add_commands([drop])", "elsewhere.run({'drop': drop, 'none': None})", "elsewhere.run([('drop', drop)])"])
def test_they_are_there_to_be_called(call: str, trace) -> None:
    walked = trace(f"{HEAD}{call}\n")
    assert removed(walked) == [("/srv/a", "inferred")]
    assert [one.kind for one in walked.unknowns] == ["unmodelled-package"] * len(walked.unknowns) != []


@pytest.mark.parametrize(("text", "files"), [
    (f"{HEAD}elsewhere.run(drop.__name__)\n", {}),
    (f"{HEAD}@elsewhere.listed\ndef other():\n    pass\nelsewhere.run(other)\n", {}),
    ("import shop\nprint(shop)\n", {"shop.py": f"{HEAD}elsewhere.register(drop)\n"}),
    (f"{HEAD}import json\nprint(json.dumps([drop]), sorted([drop]), [drop])\n", {}),
    (f"{HEAD}elsewhere.run([drop.__name__])\n", {}),
    (f"{HEAD}elsewhere.Application([drop])\n", {}),
    (f"{HEAD}elsewhere.serve([('/drop', drop), ('/none', None)])\n", {}),
    (f"{HEAD}kept = set()\nkept.add(drop)\nelsewhere.Steps().index(drop)\n", {}),
])
def test_what_is_not_given_or_only_registered_is_not_called(text: str, files: dict[str, str], trace) -> None:
    assert removed(trace(text, files)) == []


@pytest.mark.parametrize("call", [
    "import funcy\nfuncy.walk(drop, [1])", "import more_itertools\nmore_itertools.side_effect(drop, [1])",
    "from greenlet import greenlet\ngreenlet(drop).switch()", "from boltons.funcutils import partial\npartial(drop, 1)()",
    "import xmltodict\nxmltodict.parse('x', item_callback=drop)", "import re\nre.sub('a', drop, 'b')", "import json\njson.loads('{}', object_hook=drop)",
    "import timeit\ntimeit.timeit(drop)", "import os\nlist(os.walk('/srv', onerror=drop))",
    "import ftplib\nftplib.FTP('h').retrlines('LIST', drop)", "shutil.copytree('/a', '/b', copy_function=drop)",
    "from django.utils import autoreload\nautoreload.run_with_reloader(drop)",
])
def test_what_is_known_to_be_harmless_calls_them_too(call: str, trace) -> None:
    assert removed(trace(f"{HEAD}{call}\n")) == [("/srv/a", "inferred")]


def test_what_handles_the_failure_of_a_deletion_is_given_what_failed(trace) -> None:
    walked = trace("import os, shutil\ndef again(function, path, error):\n    os.chmod(path, 0o700)\n    function(path)\nshutil.rmtree('/srv', onerror=again)\n")
    assert [(effect.resource, effect.action) for effect in walked.effects] == [("filesystem", "delete"), ("permission", "write")]
    assert walked.unknowns == ()


HANDLERS = {
    "sax": "import xml.sax\nclass H(xml.sax.ContentHandler):\n    def startElement(self, name, attrs):\n        drop()\nxml.sax.parse('/x', H())\n",
    "sax parser": "import xml.sax\nfrom xml.sax.handler import ContentHandler\nclass H(ContentHandler):\n    def endElement(self, name):\n"
                  "        drop()\nparser = xml.sax.make_parser()\nparser.setContentHandler(H())\n",
    "logging": "import logging\nclass H(logging.Handler):\n    def emit(self, record):\n        drop()\nlogging.getLogger().addHandler(H())\n",
    "target": "from lxml import etree\nclass T:\n    def start(self, tag, attrib):\n        drop()\netree.XMLParser(target=T())\n",
    "plug-in": "import pluggy\nmark = pluggy.HookimplMarker('a')\nclass P:\n    @mark\n    def go(self):\n        drop()\n"
               "pluggy.PluginManager('a').register(P())\n",
    "mail server": "from aiosmtpd.controller import Controller\nclass H:\n    async def handle_DATA(self, server, session, envelope):\n        drop()\n"
                   "Controller(H(), port=25).start()\n",
    "handler of its own": "class H:\n    def on_created(self, event):\n        drop()\nelsewhere.Observer().schedule(H(), '/srv')\n",
    "kept function": "from asgiref.sync import sync_to_async\nclass H:\n    def __init__(self):\n        self.drop = sync_to_async(drop)\n"
                     "    async def handle_all(self, event):\n        await self.drop(event)\nelsewhere.Controller(H()).start()\n",
    "unknown package": "class H(elsewhere.Handler):\n    def process(self, event):\n        drop()\nelsewhere.Notifier(H()).loop()\n",
}


@pytest.mark.parametrize("text", HANDLERS.values(), ids=HANDLERS)
def test_an_object_that_was_written_for_a_package_is_called_by_it(text: str, trace) -> None:
    assert removed(trace(HEAD + text)) == [("/srv/a", "inferred")]


@pytest.mark.parametrize("text", [
    "from flask import Flask\ndef create():\n    app = Flask('a')\n    app.add_url_rule('/x', view_func=drop)\n    app.register_error_handler(404, drop)\n"
    "create()\n",
    "import asyncio, inspect\nprint(inspect.signature(drop), asyncio.iscoroutinefunction(drop))\n",
    "from aiohttp import web\ndef serve():\n    return web.delete('/x', drop)\nserve()\n",
    "import tenacity\ndef again(f):\n    return tenacity.retry()(f)\n@again\ndef other():\n    drop()\n",
    "import logging\nclass H(logging.Handler):\n    def emit(self, record):\n        pass\n    def clear(self):\n        drop()\n"
    "logging.getLogger().addHandler(H())\n",
    "import copy\nclass P:\n    def go(self):\n        drop()\ncopy.deepcopy(P())\n",
    "class P:\n    def go(self):\n        drop()\nelsewhere.show(P())\n",
    "class P:\n    def on_end(self):\n        drop()\n    def stop(self):\n        self.on_end()\nelsewhere.show(P())\n",
], ids=["route", "looked at", "route of a server", "decorated", "no method of the base", "no object of the package", "no handler", "its own to call"])
def test_what_keeps_or_looks_at_them_does_not_call_them(text: str, trace) -> None:
    assert removed(trace(HEAD + text)) == []


@pytest.mark.parametrize("call", [
    "class Code(elsewhere.Grant):\n    def save(self):\n        drop()\napp.register_grant(Code)",
    "app.add_url_rule('/drop', view_func=drop)", "app.before_request(drop)", "app.add_template_filter(drop)", "app.register_error_handler(404, drop)",
])
def test_what_waits_for_a_request_is_not_called(call: str, trace) -> None:
    walked = trace(f"{HEAD}app = elsewhere.App()\n{call}\n")
    assert removed(walked) == []
    assert [one.kind for one in walked.unknowns] == ["unmodelled-package"] * 2


@pytest.mark.parametrize("call", [
    "elsewhere.Manager().init_app(app, send_email_function=drop)",
    "class Form(elsewhere.Form):\n    def validate(self):\n        drop()\nelsewhere.Manager().init_app(app, login_form=Form)",
])
def test_what_an_extension_is_given_with_the_application_waits_too(call: str, trace) -> None:
    walked = trace(f"{HEAD}app = elsewhere.App()\n{call}\n")
    assert removed(walked) == []
    assert any(one.detail.startswith("elsewhere.Manager().init_app()") for one in walked.unknowns)


def test_what_only_sounds_like_it_is_called(trace) -> None:
    assert removed(trace(f"{HEAD}app = elsewhere.App()\napp.add_job(drop)\n")) == [("/srv/a", "inferred")]
    assert removed(trace(f"{HEAD}app = elsewhere.App()\nelsewhere.Manager().init(app, on_start=drop)\n")) == [("/srv/a", "inferred")]


@pytest.mark.parametrize("call", ["IOLoop.current().run_sync(drop)", "IOLoop.current().add_callback(drop)", "PeriodicCallback(drop, 1000).start()",
                                  "IOLoop.current().call_later(5, drop)"])
def test_a_loop_runs_what_it_is_given(call: str, trace) -> None:
    assert removed(trace(f"{HEAD}from tornado.ioloop import IOLoop, PeriodicCallback\n{call}\n")) == [("/srv/a", "inferred")]


COMPOSED = """
class Signs(elsewhere.Resolver):
    {own}
    def sign(self):
        elsewhere.Signer(resolver=self).go()
class Keeps:
    def kept(self):
        pass
class Client({bases}):
    def resolve(self, key):
        shutil.rmtree('/srv/resolved')
    def wipe(self):
        shutil.rmtree('/srv/wiped')
Client().sign()
"""


@pytest.mark.parametrize(("own", "bases", "told"), [
    ("def resolve(self, key): pass", "Signs, Keeps", {"/srv/resolved"}),
    ("def resolve(self, key): pass", "Signs", {"/srv/resolved", "/srv/wiped"}),
    ("name = 1", "elsewhere.Handler, Signs", {"/srv/resolved", "/srv/wiped"}),
])
def test_of_a_class_with_several_bases_only_the_part_that_is_of_the_package(trace, own: str, bases: str, told: set[str]) -> None:
    assert {target for target, _ in removed(trace(HEAD + COMPOSED.format(own=own, bases=bases)))} == told


@pytest.mark.parametrize("call", ["elsewhere.query.join(Row)", "elsewhere.roles_for(Row())", "elsewhere.add(session, Heir, a=1)", "elsewhere.main(Heir())"])
def test_rows_are_given_for_what_they_hold(call: str, trace) -> None:
    rows = "class Row(elsewhere.Mixin):\n    __tablename__ = 'row'\n    def wipe(self):\n        drop()\nclass Heir(Row):\n    def other(self):\n        drop()\n"
    assert removed(trace(f"{HEAD}session = None\n{rows}{call}\n")) == []
