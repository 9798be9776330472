"""What a web application does when its server starts."""

from __future__ import annotations

import pytest

HEAD = "import os\ndef drop(*given):\n    os.remove('/srv/a')\n"
STARTED = {
    "on an event": "from fastapi import FastAPI\nimport uvicorn\napp = FastAPI()\n@app.on_event('startup')\nasync def begin():\n    drop()\nuvicorn.run(app)\n",
    "added for an event": "from starlette.applications import Starlette\nimport uvicorn\napp = Starlette()\napp.add_event_handler('startup', drop)\nuvicorn.run(app)\n",
    "as its life": "from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\nimport uvicorn\n@asynccontextmanager\nasync def life(app):\n    drop()\n"
                   "    yield\nuvicorn.run(FastAPI(lifespan=life))\n",
    "in a list": "from fastapi import FastAPI\nimport uvicorn\nuvicorn.run(FastAPI(on_startup=[drop]))\n",
    "put on a list": "from aiohttp import web\napp = web.Application()\napp.on_startup.append(drop)\nweb.run_app(app)\n",
    "before serving": "from quart import Quart\napp = Quart('a')\n@app.before_serving\nasync def begin():\n    drop()\napp.run()\n",
}


@pytest.mark.parametrize("text", STARTED.values(), ids=STARTED)
def test_what_it_was_given_runs_with_the_server(text: str, trace) -> None:
    walked = trace(HEAD + text)
    assert [(effect.target, effect.confidence.value) for effect in walked.effects if effect.destructive] == [("/srv/a", "inferred")]


FILES = {"shop/__init__.py": "", "shop/web.py": "from fastapi import FastAPI\nimport os\napp = FastAPI()\n@app.on_event('startup')\nasync def begin():\n"
                                               "    os.remove('/srv/a')\n"}


@pytest.mark.parametrize(("text", "started"), [
    ("import uvicorn\nuvicorn.run('shop.web:app', port=80)\n", True), ("import uvicorn\nfrom shop.web import app\nuvicorn.run(app)\n", True),
    ("from shop.web import app\nprint(app.routes)\n", False), ("import uvicorn\nuvicorn.run('other.web:app')\n", False),
])
def test_only_who_runs_the_server_starts_it(text: str, started: bool, trace) -> None:
    assert bool([effect for effect in trace(text, FILES).effects if effect.destructive]) is started


@pytest.mark.parametrize("text", ["import uvicorn\nfrom fastapi import FastAPI\nuvicorn.run(FastAPI(redirect_slashes=drop))\n",
                                  "from fastapi import FastAPI\napp = FastAPI(on_startup=[drop])\n"])
def test_what_waits_for_something_else_does_not_run(text: str, trace) -> None:
    assert [effect for effect in trace(HEAD + "print(1)\n" + text).effects if effect.destructive] == []
