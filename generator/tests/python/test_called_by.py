"""Things that are called after another argument than the first of the call that made them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("from elasticsearch_dsl import Search\nSearch(using=c, index='orders').query('match_all').delete()", ["orders"]),
        ("from elasticsearch_dsl import Search\ns = Search(index='people')\ns = s.filter('term', a=1)\ns.delete()", ["people"]),
        ("from elasticsearch_dsl import Search\nSearch(using=c).query('match_all').delete()", ["documents"]),
        ("from kombu import Consumer, Queue\nConsumer(c, queues=[Queue('jobs')]).purge()", ["jobs"]),
        ("from kombu import Consumer, Queue\nConsumer(c, [Queue('jobs')]).purge()", ["jobs"]),
        ("from django.core.mail import EmailMessage\nEmailMessage('subject', 'b', 'me@x', ['you@x']).send()", ["you@x"]),
        ("from django.core.mail import EmailMessage\nEmailMessage(subject='s', body='b', to=['him@x']).send()", ["him@x"]),
        ("from django.core.mail import EmailMessage\nEmailMessage('subject', 'b').send()", [None]),
    ],
)
def test_what_a_thing_is_called_after(script: str, told: list[str | None], trace: Callable[..., Walked]) -> None:
    assert [effect.target for effect in trace(script + "\n").effects if effect.action.value != "read"] == told
