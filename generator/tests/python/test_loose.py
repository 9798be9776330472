"""Scripts that only define things: what they offer is followed as a guess, and that it is one is told."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import Confidence

FUNCTIONS = "only defines functions; what calls them is not in this file"
CLASSES = "only defines classes; what makes objects of them is not in this file"
DECORATED = "only defines functions for something else to call; they are not followed"
WRAPS = ("from functools import wraps\n\n\ndef quietly(function):\n    @wraps(function)\n    def wrapped(*given):\n        return function(*given)\n"
         "    return wrapped\n\n\n")

OFFERED = {
    "a function that calls itself": (
        "import os\n\n\ndef tidy(folder):\n    for entry in os.scandir(folder):\n        os.remove(entry)\n        tidy(entry)\n", FUNCTIONS),
    "behind a password that is read": (
        "import os, yaml\nfrom pymongo import MongoClient\nsecret = yaml.safe_load(open('passwords.yaml'))\nstore = MongoClient()['a'].b\n\n\n"
        "def tidy(name):\n    os.remove(name)\n", FUNCTIONS),
    "beside a function that decorates another": (
        "import os\n" + WRAPS + "@quietly\ndef main(name):\n    os.remove(name)\n\n\ndef call(jobs):\n    for job in jobs:\n        main(job)\n", FUNCTIONS),
    "beside one that decorates a method": (
        "import os\n" + WRAPS + "class Job:\n    @quietly\n    def end(self):\n        os.remove('/srv/x')\n\n\ndef call(jobs):\n    Job().end()\n", FUNCTIONS),
    "a class": ("#!/usr/bin/env python3\nimport os\n\n\nclass Job:\n    def end(self, name):\n        os.remove(name)\n", CLASSES),
    "a class that says that it is only a base": (
        "#!/usr/bin/env python3\nimport os\nfrom abc import ABC\nfrom outside import Query\n\n\nclass Job(Query, ABC):\n    def end(self, name):\n"
        "        os.remove(name)\n", CLASSES),
    "a class that fills one in": (
        "#!/usr/bin/env python3\nimport os\n\n\nclass Job:\n    def end(self):\n        raise NotImplementedError\n\n\nclass Removal(Job):\n    def end(self):\n"
        "        os.remove('/srv/x')\n", CLASSES),
    "a class of tasks that a worker finds": (
        "#!/usr/bin/env python3\nimport os\nfrom celery import Task\n\n\nclass Removal(Task):\n    def run(self):\n        os.remove('/srv/x')\n", CLASSES),
}


@pytest.mark.parametrize(("text", "told"), OFFERED.values(), ids=OFFERED)
def test_what_a_script_offers_is_followed(text: str, told: str, trace) -> None:
    walked = trace(text)
    assert "delete" in [effect.action.value for effect in walked.effects]
    assert {effect.confidence for effect in walked.effects if effect.action.value != "read"} == {Confidence.INFERRED}
    assert told in [unknown.detail for unknown in walked.unknowns]


NOTHING = {
    "a class of fields": "#!/usr/bin/env python3\nclass Job:\n    name = 'x'\n    size: int = 3\n",
    "a class of a file that does not say that it is a script": "class Job:\n    def end(self):\n        import os\n        os.remove('/srv/x')\n",
    "a class with a method of its own alone": "#!/usr/bin/env python3\nclass Job:\n    def _end(self):\n        import os\n        os.remove('/srv/x')\n",
    "only a decorated function": "import outside\n\n\n@outside.route('/')\ndef page():\n    import os\n    os.remove('/srv/x')\n",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_offers_nothing_is_no_guess(text: str, trace) -> None:
    assert FUNCTIONS not in (details := [unknown.detail for unknown in trace(text).unknowns])
    assert CLASSES not in details


def test_a_file_that_makes_objects_itself_is_followed_from_there(trace) -> None:
    walked = trace("import os\n\n\nclass Job:\n    def end(self):\n        os.remove('/srv/x')\n\n    def begin(self):\n        os.mkdir('/srv/y')\n\n\n"
                   "Job().end()\n")
    assert [(effect.target, effect.confidence) for effect in walked.effects] == [("/srv/x", Confidence.RESOLVED)]


SETS = ("import os, shutil\n\n\ndef drop(options):\n    if not options.dry_run:\n        os.remove(options.name)\n\n\n"
        "def wipe(options):\n    shutil.rmtree('/srv/x')\n\n\n")
GIVEN_ON = {
    "to a parser that was given": "def add_commands(commands):\n    parser = commands.add_parser('drop')\n    parser.set_defaults(command=drop)\n",
    "to a parser whose type is said": (
        "import argparse\n\n\ndef add_commands(commands: argparse._SubParsersAction) -> None:\n    parser = commands.add_parser('drop')\n"
        "    parser.add_argument('--dry-run', action='store_true')\n    parser.set_defaults(func=drop)\n"),
    "to whoever loads the file": "def setup(bot):\n    bot.register('drop', drop)\n",
    "in a list": "def setup(bot):\n    bot.add_commands([('drop', drop)])\n",
    "in a table of the file": "COMMANDS = {'drop': drop}\n",
    "in a list of the file": "STEPS = [('first', wipe), ('second', drop)]\n",
    "under another name": "main_command = drop\n",
}


@pytest.mark.parametrize("text", GIVEN_ON.values(), ids=GIVEN_ON)
def test_what_a_script_gives_on_is_followed(text: str, trace) -> None:
    walked = trace("#!/usr/bin/env python3\n" + SETS + text)
    assert any(effect.at.line == 7 for effect in walked.effects)
    assert {effect.confidence for effect in walked.effects if effect.action.value != "read"} == {Confidence.INFERRED}
    assert [unknown.detail for unknown in walked.unknowns].count(FUNCTIONS) == 1


def test_a_sub_command_is_given_the_options_of_its_parser(trace) -> None:
    walked = trace("#!/usr/bin/env python3\n" + SETS + GIVEN_ON["to a parser whose type is said"])
    assert ("${--name}", "if --dry-run is not given") in [(effect.target, effect.condition) for effect in walked.effects]


NOT_GIVEN_ON = {
    "a default that is no function": (
        "def add_commands(commands):\n    commands.add_parser('drop').set_defaults(command='drop')\n\n\ndef look(options):\n    print(drop)\n"),
    "a name that is only looked at": "def setup(bot):\n    bot.register('drop', drop.__name__)\n",
}


@pytest.mark.parametrize("text", NOT_GIVEN_ON.values(), ids=NOT_GIVEN_ON)
def test_what_is_not_given_on_is_not_followed(text: str, trace) -> None:
    walked = trace("#!/usr/bin/env python3\n" + SETS + text)
    assert [effect.target for effect in walked.effects] == ["/srv/x"]


def test_a_file_that_starts_itself_is_followed_from_there_alone(trace) -> None:
    walked = trace("#!/usr/bin/env python3\n" + SETS + "COMMANDS = {'drop': drop}\n\n\nif __name__ == '__main__':\n    wipe(None)\n")
    assert [effect.target for effect in walked.effects] == ["/srv/x"]


@pytest.mark.parametrize("head", ["from pyramid.view import view_config\n\n\n@view_config(route_name='a')\n", "import flask\n\n\n@flask.copy_current_request_context\n",
                                  "from contextlib import contextmanager\n\n\n@contextmanager\n"])
def test_that_decorated_functions_are_not_followed_is_told(head: str, trace) -> None:
    walked = trace("#!/usr/bin/env python3\n" + head + "def remove(request):\n    import os\n    os.remove('/srv/x')\n    yield\n")
    assert walked.effects == ()
    assert [unknown.detail for unknown in walked.unknowns] == [DECORATED]


@pytest.mark.parametrize("text", ["import functools\n\n\n@functools.cache\ndef size():\n    return 1\n\n\nprint(size())\n", "LIMIT = 3\n"])
def test_a_file_that_does_something_itself_or_has_no_function_leaves_nothing_open(text: str, trace) -> None:
    assert trace("#!/usr/bin/env python3\n" + text).unknowns == ()
