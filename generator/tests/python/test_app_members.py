"""What a program puts on its application is what it gets back from it, in whichever file: ``app.redis = ...``, ``current_app.redis``."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.languages._python.app_members import put_in

_MADE = {
    "shop/__init__.py": "from flask import Flask\nfrom redis import Redis\nimport rq, boto3\n\n\ndef create_app():\n    app = Flask(__name__)\n"
                        "    app.redis = Redis.from_url(app.config['REDIS'])\n    app.tasks = rq.Queue('mail', connection=app.redis)\n"
                        "    store = boto3.client('s3')\n    app.store = store\n    return app\n",
    "shop/files.py": "import os\n\n\nclass Files:\n    def wipe(self):\n        os.remove('/srv/files')\n\n\nclass Extension:\n"
                     "    def init_app(self, app):\n        app.files = Files()\n",
    "shop/db.py": "import sqlite3\nfrom flask import g\n\n\ndef get_db():\n    g.db = sqlite3.connect('/srv/a.db')\n    return g.db\n",
    "tests/conftest.py": "from flask import Flask\n\n\ndef app():\n    app = Flask('x')\n    app.redis = Fake()\n    return app\n",
}


@pytest.mark.parametrize(("code", "told"), [
    ("from flask import current_app\ncurrent_app.redis.flushdb()", ["cache delete"]),
    ("from flask import current_app as here\nhere.tasks.enqueue('shop.mail.send')", ["queue send"]),
    ("from flask import current_app\ncurrent_app._get_current_object().redis.flushdb()", ["cache delete"]),
    ("from flask import current_app\ncurrent_app.store.delete_object(Bucket='b', Key='k')", ["object-storage delete"]),
    ("from flask import current_app\ncurrent_app.files.wipe()", ["filesystem delete"]),
    ("from flask import g\ng.db.execute('delete from a')", ["database delete"]),
    ("from flask import current_app\ncurrent_app.config['REDIS']\ncurrent_app.logger.info('a')\ncurrent_app.test_client()", []),
])
def test_what_was_put_there_is_what_comes_back(code: str, told: list[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"{code}\n", _MADE, path="job.py")
    assert [f"{effect.resource} {effect.action.value}" for effect in found.effects] == told
    assert not found.unknowns


@pytest.mark.parametrize("code", ["current_app.broker.drain_all()", "current_app.other.delete('x')", "g.client.wipe_all()"])
def test_what_nobody_was_seen_to_put_there_is_not_known(code: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"from flask import current_app, g\n{code}\n", _MADE, path="job.py")
    assert len(found.unknowns) == 1


_CLIENT = "from redis import Redis\n"


@pytest.mark.parametrize(("code", "told"), [
    ("import threading\nlocal = threading.local()\n\n\ndef begin():\n    local.store = Redis()\n\n\ndef go():\n    local.store.flushall()\n\n\nbegin()\ngo()",
     ["cache delete"]),
    ("import threading\n\n\nclass Pool:\n    def __init__(self):\n        self._held = threading.local()\n\n    def get(self):\n"
     "        self._held.one = Redis()\n        return self._held.one\n\n\nPool().get().flushall()", ["cache delete"]),
    ("import contextvars\ncurrent = contextvars.ContextVar('c')\ncurrent.set(Redis())\ncurrent.get().flushall()", ["cache delete"]),
    ("import queue, os\nwork = queue.Queue()\n\n\ndef wipe():\n    os.remove('/srv/a')\n\n\nwork.put(wipe)\nwork.get()()", ["filesystem delete"]),
    ("from typing import cast\nimport other\ncast(Redis, other.client).flushall()", ["cache delete"]),
])
def test_holders_of_the_standard_library_give_back_what_they_hold(code: str, told: list[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"{_CLIENT}{code}\n", {}, path="job.py")
    assert [f"{effect.resource} {effect.action.value}" for effect in found.effects] == told


@pytest.mark.parametrize("code", [
    "import queue\ndef run(work: queue.Queue):\n    work.get().wipe_everything()\nrun(queue.Queue())",
    "import threading\nthreading.local().store.wipe_everything()",
    "import contextvars\ncontextvars.ContextVar('c').get().wipe_everything()",
])
def test_what_nobody_was_seen_to_put_into_one_is_not_known(code: str, trace: Callable[..., Walked]) -> None:
    assert len(trace(f"{code}\n", {}, path="job.py").unknowns) == 1


def test_a_text_of_many_names_is_read_in_time() -> None:
    started = time.process_time()
    assert list(put_in("import flask\n" + "app.x: " * 20_000)) == []
    assert time.process_time() - started < 5
