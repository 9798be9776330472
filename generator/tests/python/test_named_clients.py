"""What is called a client of an API is known by names, where nobody modelled its package."""

from __future__ import annotations

import pytest

from handover_generator.languages._python.named_clients import client_of
from handover_generator.model.behaviour import Confidence, GuardKind


def said(walked):
    return {(act.resource, str(act.action), act.target) for act in walked.effects}


@pytest.mark.parametrize("program", [
    "from acme import BillingAPIClient\nBillingAPIClient(u, t).delete_user(7)",
    "import acme.clients\nclient = acme.clients.ApiClient(url=u)\nclient.delete_user(7)",
    "from acme import BillingApiClient\ndef main(client: BillingApiClient):\n    client.delete_user(7)\nmain(made())",
    "from acme import RestClient\nclass Job:\n    def __init__(self):\n        self.api = RestClient()\n    def run(self):\n"
    "        self.api.delete_user(7)\nJob().run()",
])
def test_a_client_of_an_api_that_nobody_modelled_is_told_by_its_names(trace, program):
    walked = trace(program)
    assert said(walked) == {("http", "delete", "delete_user")}
    assert [found.confidence for found in walked.effects] == [Confidence.NAME_ONLY]


def test_what_it_is_asked_to_do_is_in_the_first_word(trace):
    walked = trace("from acme import APIClient\nc = APIClient(u)\nc.find_users()\nc.update_user(1)\nc.close()")
    assert said(walked) == {("http", "read", "find_users"), ("http", "write", "update_user")}


@pytest.mark.parametrize(("call", "told"), [
    ("post('/users', json={})", ("http", "write", "/users")),
    ("delete('/users/1')", ("http", "delete", "/users/1")),
    ("get(url='/users')", ("http", "read", "/users")),
    ("request('PATCH', '/users/1')", ("http", "write", "/users/1")),
    ("request('GET', '/users/1')", ("http", "read", "/users/1")),
    ("delete_user(1)", ("http", "delete", "delete_user")),
])
def test_a_verb_of_http_is_told_with_the_address(trace, call, told):
    assert said(trace(f"from acme import OAuthAPIClient\nclient = OAuthAPIClient(a, b)\nclient.{call}")) == {told}


def test_that_its_package_is_not_modelled_is_told_as_well(trace):
    walked = trace("from acme import APIClient\nAPIClient(u).update_user(1)")
    assert [unknown.kind for unknown in walked.unknowns] == ["unmodelled-package"]


@pytest.mark.parametrize("program", [
    "from acme import Billing\nBilling(u).delete_user(7)",                                     # no client of an API
    "from acme import ApiClientError\nApiClientError(u).delete_user(7)",
    "class ApiClient:\n    def delete_user(self, i): pass\nApiClient().delete_user(7)",         # followed as it is written
])
def test_other_classes_are_not_taken_for_one(trace, program):
    assert said(trace(program)) == set()


@pytest.mark.parametrize(("path", "expected"), [
    ("acme.ApiClient", "ApiClient"), ("acme.DataAPIClient", "ApiClient"), ("acme.PaymentsRestClient", "ApiClient"), ("acme.HttpClient", "ApiClient"),
    ("acme.API_Client", "ApiClient"), ("acme_http.Client", "ApiClient"), ("acme_sdk.v1.AsyncClient", "ApiClient"), ("acme_api.Session", "ApiClient"),
    ("acmeapiclient.Client", "ApiClient"), ("acme.mail.AcmeMailClient", "MailClient"), ("acme.ACNotifyClient", "MailClient"),
    ("acme.Mailer", "MailClient"), ("acme.Client", ""), ("acme.RedisClient", ""), ("acme.ApiClientFactory", ""), ("acme.api_client", ""),
    ("acme.RapidClient", ""), ("rapid.Client", ""), ("acme_http.Error", ""), ("acme_http.Client().Session", ""), ("acme.MailerError", ""),
    ("acme.GmailSomething", ""),
])
def test_names_of_clients(path, expected):
    assert "".join(client_of(path)[1:2]) == expected


@pytest.mark.parametrize(("program", "told"), [
    ("from acme_http import Client\nClient(u).delete_record(id='a')", ("http", "delete", "delete_record")),
    ("from acme.mail import AcmeNotifyClient\nAcmeNotifyClient(k).send_email('a@b.org')", ("email", "send", "send_email")),
    ("from acme.mail import MailChimpClient\nMailChimpClient(k).permanently_remove_email('a')", ("http", "delete", "permanently_remove_email")),
    ("from functools import partial\nfrom acme.mail import NotifyClient\nmade = partial(NotifyClient, k)\nmade(1).send_email('a')",
     ("email", "send", "send_email")),
])
def test_a_client_by_its_package_or_of_mail(trace, program, told):
    assert said(trace(program)) == {told}


@pytest.mark.parametrize(("body", "told"), [
    ("self.requests.delete('/pipelines/a')", ("http", "delete", "/pipelines/a")),
    ("self._http_session.put('/pipelines/a', json={})", ("http", "write", "/pipelines/a")),
    ("self.requests_session.request('GET', '/pipelines')", ("http", "read", "/pipelines")),
])
def test_what_a_class_of_a_package_that_nobody_modelled_speaks_http_through(trace, body, told):
    walked = trace(f"from abc import ABC\nfrom concourse.api import Api\nclass Base(ABC):\n    pass\nclass Own(Base, Api):\n    def drop(self):\n"
                   f"        {body}\nOwn().drop()")
    assert said(walked) == {told}
    assert [found.confidence for found in walked.effects] == [Confidence.NAME_ONLY]
    assert not any("abc" in unknown.detail for unknown in walked.unknowns)


@pytest.mark.parametrize("body", ["self.requests.append('/a')", "self.orders.delete('/a')", "self.requests.filter(a=1).delete()"])
def test_a_member_that_only_sounds_like_it_does_not(trace, body):
    walked = trace(f"from concourse.api import Api\nclass Own(Api):\n    def drop(self):\n        {body}\nOwn().drop()")
    assert not said(walked)


@pytest.mark.parametrize("program", [
    "from acme import setup_logging\nlog = setup_logging('a')\nlog.info('x')",
    "from acme.logs import logger\nlogger.warning('x')",
    "import acme\nacme.get_logger(__name__).exception('x')",
    "from acme import App\nclass Own(App):\n    def drop(self):\n        self.logger.error('x')\nOwn().drop()",
    "from acme import App\napp = App('a')\napp.log.critical('x')",
])
def test_a_logger_of_a_package_that_nobody_modelled_tells_what_happens(trace, program):
    walked = trace(program)
    assert [guard.kind for guard in walked.guards] == [GuardKind.OUTPUT]
    assert not any(unknown.detail.endswith(("info()", "warning()", "exception()", "error()", "critical()")) for unknown in walked.unknowns)


def test_what_a_logger_is_told_for_a_developer_is_neither_told_nor_unknown(trace):
    walked = trace("from acme.logs import logger\nlogger.debug('x')")
    assert not walked.guards
    assert not walked.unknowns


@pytest.mark.parametrize("program", [
    "from acme import audit_logger\naudit_logger.info('x')",
    "from acme import AuditLogger\nAuditLogger().info('x')",
    "from acme.logs import logger\nlogger.ship('x')",
    "from acme.logs import logger\nlogger('x').info('x')",
    "from acme import catalog\ncatalog.error('x')",
    "from acme import orders\norders.log.entries.error('x')",
])
def test_what_may_do_more_than_log_is_unknown(trace, program):
    walked = trace(program)
    assert not walked.guards
    assert walked.unknowns
