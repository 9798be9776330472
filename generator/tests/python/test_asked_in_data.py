"""Requests that say in what is sent along with them what is to be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Action

Trace = Callable[..., Walked]


@pytest.mark.parametrize("code", [
    "requests.post(URL, data={'action': 'wbremoveclaims', 'claim': guid})",
    "requests.post(URL, {'action': 'delete', 'title': 'a'})",
    "requests.Session().post(URL, data={'action': 'delete', 'token': token})",
    "requests.post(URL, json={'jsonrpc': '2.0', 'method': 'host.delete', 'params': ['1']})",
    "params = {'action': 'purge'}\nrequests.post(URL, params=params)",
    "requests.get(URL, params={'action': 'DELETE', 'name': 'a'})",
    "requests.get(URL, params={'stream.body': '<delete><query>*:*</query></delete>', 'commit': 'true'})",
    "requests.post(URL, data='<delete><query>*:*</query></delete>')",
])
def test_a_removal_that_is_asked_for_in_the_data_is_one(code: str, trace: Trace) -> None:
    effects = trace("import requests\nURL = 'https://h/w/api.php'\n" + code + "\n").effects
    assert [(effect.action, effect.target, effect.destructive) for effect in effects] == [(Action.WRITE, "https://h/w/api.php", True)]


@pytest.mark.parametrize(("code", "action"), [
    ("requests.post(URL, data={'action': 'edit', 'text': 'delete'})", Action.WRITE),
    ("requests.post(URL, data={'reason': 'delete'})", Action.WRITE),
    ("requests.post(URL, data={'action': 'login', 'name': 'a'})", Action.WRITE),
    ("requests.get(URL, params={'action': 'query', 'list': 'deletedrevs'})", Action.READ),
    ("requests.post(URL, data={'action': word})", Action.WRITE),
])
def test_anything_else_is_none(code: str, action: Action, trace: Trace) -> None:
    effects = trace("import requests, sys\nURL = 'https://h/w/api.php'\nword = sys.argv[1]\n" + code + "\n").effects
    assert [(effect.action, effect.destructive) for effect in effects] == [(action, False)]


@pytest.mark.parametrize(("code", "wanted"), [
    ("requests.post(SOLR + '/update', json={'delete': {'query': '*:*'}})", (Action.WRITE, True)),
    ("requests.post(SOLR + '/update?commit=true', data=json.dumps({'delete': {'id': '1'}}))", (Action.WRITE, True)),
    ("requests.get(SOLR + '/update?stream.body=<delete><id>{}</id></delete>'.format(sys.argv[1]))", (Action.WRITE, True)),
    ("requests.get(SOLR + '/update?commit=true')", (Action.WRITE, False)),
    ("requests.post(SOLR + '/update', json={'add': {'doc': {}}})", (Action.WRITE, False)),
    ("requests.post(SOLR + '/rights', json={'delete': True})", (Action.WRITE, False)),
    ("requests.get(SOLR + '/select', params={'q': 'delete'})", (Action.READ, False)),
])
def test_an_order_to_an_index(code: str, wanted: tuple[Action, bool], trace: Trace) -> None:
    effects = trace("import json, requests, sys\nSOLR = 'http://localhost:8983/solr/shop'\n" + code + "\n").effects
    assert [(effect.action, effect.destructive) for effect in effects] == [wanted]
