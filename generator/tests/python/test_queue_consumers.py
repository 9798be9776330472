"""Functions that are given to a client of a queue, which calls them for each message."""

from __future__ import annotations

import pytest

HANDLER = "import os\ndef handle(*given):\n    os.remove('/srv/x')\n"
AIO = "import asyncio, aio_pika\nasync def main():\n    c = await aio_pika.connect('u')\n    h = await c.channel()\n" \
      "    q = await h.declare_queue('jobs')\n    await q.consume(handle)\nasyncio.run(main())\n"
MIXIN = """
import os
from kombu import Queue
from kombu.mixins import ConsumerMixin
class Work(ConsumerMixin):
    def get_consumers(self, Consumer, channel):
        return [Consumer(queues=[Queue('jobs')], callbacks=[self.handle])]
    def handle(self, body, message):
        os.remove('/srv/x')
Work().run()
"""


def removed(walked) -> list[tuple[str | None, str | None]]:
    return [(e.target, e.condition) for e in walked.effects if e.action.value == "delete" and e.resource == "filesystem"]


@pytest.mark.parametrize(("text", "condition"), [
    ("import pika\npika.BlockingConnection(p).channel().basic_consume(queue='jobs', on_message_callback=handle)\n", "when pika calls it"),
    ("from kombu import Connection, Queue\nConnection(u).Consumer(Queue('jobs'), callbacks=[handle])\n", "when kombu calls it"),
    ("from kombu import Consumer\nc = Consumer(h, [q])\nc.register_callback(handle)\n", "when kombu calls it"),
    (AIO, "when aio_pika calls it"),
    ("import paho.mqtt.client as mqtt\nclient = mqtt.Client()\nclient.on_message = handle\n", "when paho calls it"),
    ("def opened(channel):\n    channel.basic_consume('jobs', handle)\nopened(None or unseen())\n", "when basic_consume calls it"),
    ("unseen().channel(on_open_callback=handle)\n", "when channel calls it"),
])
def test_a_client_of_a_queue_calls_what_it_is_given(trace, text: str, condition: str) -> None:
    assert removed(trace(HANDLER + text)) == [("/srv/x", condition)]


def test_a_method_given_where_consumers_are_made_is_called(trace) -> None:
    assert [target for target, _ in removed(trace(MIXIN))] == ["/srv/x"]


def test_a_listener_is_called(trace) -> None:
    listener = "import os, stomp\nclass Hears(stomp.ConnectionListener):\n    def on_message(self, frame):\n        os.remove('/srv/x')\n" \
               "stomp.Connection().set_listener('', Hears())\n"
    assert [target for target, _ in removed(trace(listener))] == ["/srv/x"]


@pytest.mark.parametrize("text", [
    "import paho.mqtt.client as mqtt\nclient = mqtt.Client()\nclient.token = handle\n",
    "unseen().channel(name=handle)\n",
])
def test_what_is_no_callback_is_not_called(trace, text: str) -> None:
    assert removed(trace(HANDLER + text)) == []


def test_what_is_sent_away_runs_in_the_worker(trace) -> None:
    assert removed(trace(HANDLER + "from rq import Queue\nQueue('jobs').enqueue(handle)\n")) == [("/srv/x", "in the worker")]


def test_the_queue_that_messages_come_from_is_named(trace) -> None:
    walked = trace(HANDLER + "import pika\nchannel = pika.BlockingConnection(p).channel()\nchannel.basic_consume('jobs', handle)\n")
    assert [(e.resource, e.action.value, e.target) for e in walked.effects if e.resource == "queue"] == [("queue", "read", "jobs")]
