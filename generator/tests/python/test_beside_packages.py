"""Modules beside a file that are called like packages: whether they are meant depends on how the file is started."""

from __future__ import annotations

import pytest

from handover_generator.model.tracing import ALL_TASKS

FILES = {"shop/__init__.py": "", "shop/core/__init__.py": "", "shop/core/celery.py": "from celery import Celery\napp = Celery('shop')\n",
         "shop/core/redis.py": "import os\ndef flush():\n    os.remove('/srv/own')\n"}
TASK = "import shutil\nfrom celery import shared_task\n@shared_task(name='a.b', retry_backoff=60)\ndef tidy():\n    shutil.rmtree('/srv/a')\n"


def test_tasks_in_a_package_import_what_is_installed(trace) -> None:
    walked = trace(TASK, FILES, path="shop/core/tasks.py", functions={"shop/core/tasks.py": [ALL_TASKS]})
    assert [effect.target for effect in walked.effects] == ["/srv/a"]
    assert not walked.unknowns


@pytest.mark.parametrize(("path", "head", "tail", "own"), [
    ("shop/core/run.py", "", "if __name__ == '__main__':\n    redis.flush()\n", True), ("shop/core/run.py", "#!/usr/bin/env python\n", "redis.flush()\n", True),
    ("shop/core/run.py", "", "redis.flush()\n", False), ("shop/run.py", "", "redis.flush()\n", False),
])
def test_a_file_that_is_run_itself_imports_what_is_beside_it(path: str, head: str, tail: str, own: bool, trace) -> None:
    walked = trace(f"{head}import redis\n{tail}", FILES, path=path)
    assert ([effect.target for effect in walked.effects] == ["/srv/own"]) == own
