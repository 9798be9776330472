"""Applications that a framework loads from a file of settings: what is done to their objects, and what they are asked as by a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize("script", [
    "from pyramid.paster import get_app\napp = get_app('a.ini')\nroot = app.root_factory(app)\nroot.get_by_uuid('a').update({'b': 1})\n",
    "from pyramid import paster\nenv = paster.bootstrap('a.ini')\nenv['root'].get_by_uuid('a').update({'b': 1})\n",
    "from webtest import TestApp\nfrom pyramid.paster import get_app\nt = TestApp(get_app('a.ini'))\nt.app.root_factory(t.app)\n",
])
def test_what_is_called_of_their_objects_is_not_known(script: str, trace: Callable[..., Walked]) -> None:
    assert trace(script).unknowns


@pytest.mark.parametrize("script", [
    "from pyramid.paster import bootstrap\nenv = bootstrap('a.ini')\nprint(env['request'].route_url('home'))\nenv['closer']()\n",
    "from pyramid.paster import get_app\napp = get_app('a.ini')\nprint(app.registry.settings.get('a'))\n",
])
def test_what_is_of_the_framework_itself_is(script: str, trace: Callable[..., Walked]) -> None:
    found = trace(script)
    assert not found.unknowns
    assert not found.effects


@pytest.mark.parametrize(("script", "told"), [
    ("from webtest import TestApp\nt = TestApp(app)\nt.post_json('/index', {})\n", ("write", "/index")),
    ("from webtest import TestApp\ndef made():\n    return TestApp('http://a')\nmade().get('/index')\n", ("read", "/index")),
    ("from django.test import Client\nc = Client()\nc.force_login(u)\nc.delete('/a/')\n", ("delete", "/a/")),
    ("from flask import Flask\napp = Flask('a')\nwith app.test_client() as c:\n    c.put('/a', json={})\n", ("write", "/a")),
])
def test_asking_an_application_as_a_browser_does_is_a_request(script: str, told: tuple[str, str], trace: Callable[..., Walked]) -> None:
    assert [(effect.action, effect.target) for effect in trace(script).effects if effect.resource == "http"] == [told]


@pytest.mark.parametrize(("script", "actions"), [
    ("import transaction\ndef main(abort):\n    if abort:\n        transaction.abort()\n    else:\n        transaction.commit()\nmain(x)\n", ["write"]),
    ("import transaction\nwith transaction.manager:\n    user.name = 'a'\n", ["write"]),
    ("import transaction\ntransaction.abort()\n", []),
])
def test_committing_objects_that_keep_themselves_writes(script: str, actions: list[str], trace: Callable[..., Walked]) -> None:
    assert [effect.action for effect in trace(script).effects if effect.resource == "database"] == actions
