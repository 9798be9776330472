"""Functions that an event or a request starts in a cloud."""

from __future__ import annotations

import pytest

STARTED = {
    "http": ("main.py", "import functions_framework, os\n@functions_framework.http\ndef clean(request):\n    os.remove('/srv/x')\n"),
    "event": ("work.py", "from functions_framework import cloud_event\nimport os\n@cloud_event\ndef clean(event):\n    os.remove('/srv/x')\n"),
    "firebase": ("work.py", "from firebase_functions import scheduler_fn\nimport os\n@scheduler_fn.on_schedule(schedule='1')\ndef clean(event):\n"
                            "    os.remove('/srv/x')\n"),
    "azure": ("work.py", "import os, azure.functions as func\napp = func.FunctionApp()\n@app.timer_trigger(arg_name='t', schedule='0 * * * *')\n"
                         "def clean(t):\n    os.remove('/srv/x')\n"),
    "chalice": ("work.py", "import os\nfrom chalice import Chalice\napp = Chalice(app_name='a')\n@app.schedule('rate(1 day)')\ndef clean(event):\n"
                           "    os.remove('/srv/x')\n"),
    "handler": ("work.py", "import os\ndef lambda_handler(event, context):\n    os.remove('/srv/x')\n"),
    "no context": ("work.py", "import os\ndef lambda_handler(event, _):\n    os.remove('/srv/x')\n"),
    "any arguments": ("work.py", "import os\ndef lambda_handler(*args, **kwargs):\n    os.remove('/srv/x')\n"),
    "background": ("main.py", "import os\ndef clean(event, context):\n    os.remove('/srv/x')\n"),
}


@pytest.mark.parametrize(("path", "script"), STARTED.values(), ids=STARTED)
def test_what_a_cloud_calls_is_followed(trace, path: str, script: str) -> None:
    walked = trace(script, path=path)
    assert [(e.target, e.via, e.confidence.value) for e in walked.effects] == [("/srv/x", (), "resolved")]


@pytest.mark.parametrize("script", [
    "import os\nfrom flask import Flask\napp = Flask('a')\n@app.route('/')\ndef clean():\n    os.remove('/srv/x')\nprint('x')\n",
    "import os\nfrom chalice import Chalice\napp = Chalice(app_name='a')\n@app.route('/')\ndef clean():\n    os.remove('/srv/x')\nprint('x')\n",
    "import os\ndef handler(event, context):\n    os.remove('/srv/x')\nCALLED = {'a': handler}\nprint('x')\n",
    "import os\ndef on_click(event, context):\n    os.remove('/srv/x')\nprint('x')\n",
], ids=["page", "page of chalice", "used here", "of something else"])
def test_what_else_is_called_back_is_not(trace, script: str) -> None:
    assert trace(script, path="work.py").effects == ()


def test_trails_start_where_a_person_does(trace) -> None:
    both = "import os\ndef clean():\n    os.remove('/srv/x')\ndef main():\n    clean()\ndef lambda_handler(event, context):\n    clean()\n" \
           "    os.remove('/srv/y')\nif __name__ == '__main__':\n    main()\n"
    assert {(e.target, tuple(step.line for step in e.via)) for e in trace(both, path="work.py").effects} == {("/srv/x", (10, 5)), ("/srv/y", (6,))}


@pytest.mark.parametrize(("recipe", "text", "found"), [
    ("main.tf", 'resource "aws_lambda_function" "x" {\n  handler = "work.clean"\n}\n', "resolved"),
    ("serverless.yml", "functions:\n  x:\n    handler: src/work.clean\n", "resolved"),
    ("main.tf", 'resource "aws_lambda_function" "x" {\n  handler = "other.clean"\n}\n', "inferred"),
    ("notes.md", 'handler = "work.clean"\n', "inferred"),
])
def test_a_recipe_says_which_function_is_called(trace, recipe: str, text: str, found: str) -> None:
    walked = trace("import os\ndef clean(message, where):\n    os.remove('/srv/x')\n", {recipe: text}, path="work.py")
    assert [(one.target, one.confidence.value) for one in walked.effects] == [("/srv/x", found)]
    assert bool(walked.unknowns) is (found == "inferred")
