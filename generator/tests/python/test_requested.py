"""Requests that are put together first and opened later."""

from __future__ import annotations

import pytest

MADE = "import urllib.request\nr = urllib.request.Request({})\nurllib.request.urlopen(r)\n"
URL = "'http://web/a'"


def acts(walked) -> list[tuple[str, str | None]]:
    return [(e.action.value, e.target) for e in walked.effects if e.resource == "http"]


@pytest.mark.parametrize(("given", "action"), [
    (URL, "read"), (f"{URL}, headers={{}}", "read"), (f"{URL}, method='HEAD'", "read"), (f"{URL}, None, {{}}", "read"),
    (f"{URL}, b'x'", "write"), (f"url={URL}, data=b'x'", "write"), (f"{URL}, method='PUT'", "write"), (f"{URL}, b'x', method='DELETE'", "delete")])
def test_the_method_is_that_of_the_request(trace, given: str, action: str) -> None:
    assert acts(trace(MADE.format(given))) == [(action, "http://web/a")]


@pytest.mark.parametrize(("after", "action"), [
    ("r.data = b'x'", "write"), ("r.method = 'DELETE'", "delete"), ("r.get_method = lambda: 'PUT'", "write"), ("r.type = 'http'", "read"),
    ("r.data = None", "read")])
def test_what_is_set_later_counts(trace, after: str, action: str) -> None:
    assert acts(trace(MADE.format(URL).replace("urllib.request.urlopen", f"{after}\nurllib.request.urlopen"))) == [(action, "http://web/a")]


def test_a_method_that_is_not_known_is_told(trace) -> None:
    walked = trace("import sys\n" + MADE.format(f"{URL}, method=sys.argv[1]"))
    assert [(e.action.value, e.what) for e in walked.effects] == [("read", "sends an HTTP request whose method could not be read")]
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-call"]


THROUGH = """
import urllib.request
def ask(method, url, data=None):
    r = urllib.request.Request(url, data=data)
    r.add_header('a', 'b')
    r.get_method = lambda: method
    return urllib.request.urlopen(r, timeout=3)
"""


@pytest.mark.parametrize(("method", "action"), [("'GET'", "read"), ("'POST'", "write"), ("'DELETE'", "delete"), ("'get'.upper()", "read")])
def test_a_function_that_gives_the_method_is_asked(trace, method: str, action: str) -> None:
    walked = trace(f"{THROUGH}ask({method}, {URL}, b'x')\n")
    assert acts(walked) == [(action, "http://web/a")]
    assert not walked.unknowns


def test_a_function_whose_answer_is_not_known_is_told(trace) -> None:
    assert [unknown.kind for unknown in trace(f"import sys\n{THROUGH}ask(sys.argv[1], {URL})\n").unknowns] == ["dynamic-call"]


@pytest.mark.parametrize(("body", "told"), [("return 'PUT'", ("write", 0)), ("return self.verb", ("read", 1))])
def test_a_class_of_requests_says_its_method(trace, body: str, told: tuple[str, int]) -> None:
    walked = trace("import urllib.request\nclass Put(urllib.request.Request):\n"
                   f"    def get_method(self):\n        {body}\nurllib.request.urlopen(Put({URL}))\n")
    assert [(act, len(walked.unknowns)) for act, _ in acts(walked)] == [told]


def test_a_request_that_somebody_else_hands_over_is_told(trace) -> None:
    walked = trace("import urllib.request\nfrom elsewhere import again\n@again\ndef ask(r: urllib.request.Request):\n"
                   f"    urllib.request.urlopen(r)\nask(urllib.request.Request({URL}, b'x'))\n")
    assert any("known only when it runs" in unknown.detail for unknown in walked.unknowns)


def test_an_address_that_is_not_known_is_read(trace) -> None:
    walked = trace("import sys, urllib.request\nurllib.request.urlopen(sys.argv[1])\n")
    assert [act for act, _ in acts(walked)] == ["read"]
    assert not walked.unknowns


def test_a_request_that_is_not_opened_does_nothing(trace) -> None:
    assert acts(trace(MADE.format(f"{URL}, b'x'").replace("urllib.request.urlopen(r)", "print(r)"))) == []


@pytest.mark.parametrize(("fetch", "file"), [
    ("urllib.request.urlretrieve('http://web/a', '/srv/a')", "/srv/a"), ("urllib.request.urlretrieve('http://web/a')", None),
    ("boto3.client('s3').download_file('b', 'k', Filename='/srv/a')", "/srv/a"), ("boto3.resource('s3').Object('b', 'k').download_file('/srv/a')", "/srv/a"),
    ("boto3.client('s3').download_fileobj('b', 'k', sys.stdout.buffer)", None), ("boto3.client('s3').upload_file('/srv/a', 'b', 'k')", None),
    ("storage.Client().bucket('b').blob('k').download_to_filename('/srv/a')", "/srv/a"),
    ("storage.Client().bucket('b').blob('k').download_as_bytes()", None),
    ("paramiko.SSHClient().open_sftp().get('/there', '/srv/a')", "/srv/a"), ("paramiko.SSHClient().open_sftp().put('/here', '/srv/a')", None),
])
def test_the_file_into_which_something_is_fetched_is_written(trace, fetch: str, file: str | None) -> None:
    found = trace(f"import boto3, paramiko, sys, urllib.request\nfrom google.cloud import storage\n{fetch}\n")
    assert [effect.target for effect in found.effects if (effect.resource, effect.action.value) == ("filesystem", "write")] == [file] * (file is not None)


@pytest.mark.parametrize("call", [
    "subprocess.run(['curl', '-X', sys.argv[1], 'http://web/a'])", "subprocess.run(f'curl -X {sys.argv[1]} http://web/a', shell=True)",
    "subprocess.Popen('curl {}http://web/a'.format('-X {} '.format(sys.argv[1])), shell=True)",
    "subprocess.Popen('curl {}\"{}\"'.format('-d x ' if sys.argv[1:] else pick(), 'http://web/a'), shell=True)"])
def test_a_method_that_only_a_run_gives_to_curl_is_unknown(trace, call: str) -> None:
    assert trace(f"import subprocess, sys\nfrom elsewhere import pick\n{call}\n").unknowns


def test_a_method_that_is_given_to_curl_is_known(trace) -> None:
    assert not trace("import subprocess, sys\nsubprocess.run(['curl', '-X', 'GET', sys.argv[1]])\n").unknowns


PREPARED = "import requests, httpx, urllib3\np = {}\n{}\n"


@pytest.mark.parametrize(("made", "action"), [
    (f"requests.Request('POST', {URL}, json={{}}).prepare()", "write"), (f"requests.Request('DELETE', {URL}).prepare()", "delete"),
    (f"requests.Request('GET', {URL})", "read"), (f"httpx.Client().build_request('PUT', {URL})", "write"),
    (f"requests.Request(method='POST', url={URL}).prepare()", "write")])
@pytest.mark.parametrize("sent", ["urllib3.PoolManager().request(method=p.method, url=p.url)", "urllib3.PoolManager().urlopen(p.method, p.url)",
                                  "requests.request(p.method, p.url)"])
def test_a_prepared_request_is_sent_by_other_means(trace, made: str, sent: str, action: str) -> None:
    assert acts(trace(PREPARED.format(made, sent))) == [(action, "${url}")]


def test_a_prepared_request_whose_method_is_not_known(trace) -> None:
    walked = trace("import sys\n" + PREPARED.format(f"requests.Request(sys.argv[1], {URL})", "requests.request(p.method, p.url)"))
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-call"]


def test_the_parts_of_an_answer_are_not_those_of_a_request(trace) -> None:
    assert [target for _, target in acts(trace(f"import requests\nr = requests.get({URL})\nrequests.post(r.url)\n"))] != ["${url}", "${url}"]


@pytest.mark.parametrize("base", ["urllib3.request.RequestMethods", "urllib3._request_methods.RequestMethods"])
def test_a_class_of_the_repository_that_sends_requests(trace, base: str) -> None:
    walked = trace(f"import urllib3.request, urllib3._request_methods\ndef send(pool: {base}):\n    pool.request('POST', {URL})\nsend(make())\n")
    assert acts(walked) == [("write", "http://web/a")]
