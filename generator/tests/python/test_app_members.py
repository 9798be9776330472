"""What a program puts on its application is what it gets back from it, in whichever file: ``app.redis = ...``, ``current_app.redis``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

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
