"""A look-up in something unknown gives what stands there otherwise."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import Confidence


def acts(walked):
    return [(found.what, found.confidence) for found in walked.effects if str(found.action) != "read"]


@pytest.mark.parametrize("command", [
    'settings.get("clean", "rm -rf /srv/x")', 'os.environ.get("CLEAN", "rm -rf /srv/x")', 'os.getenv("CLEAN", default="rm -rf /srv/x")',
    'yaml.safe_load(open("c.yml")).get("clean", "rm -rf /srv/x")', 'settings.get("jobs", "clean", fallback="rm -rf /srv/x")',
])
def test_a_default_is_run_as_the_command_it_is(trace, command):
    for call in (f"os.system({command})", f"subprocess.run({command}, shell=True)"):
        assert acts(trace(f"import os, subprocess, yaml\n{call}")) == [("removes /srv/x", Confidence.INFERRED)]


@pytest.mark.parametrize("statement", ['settings.get("sql", "DELETE FROM users")', 'os.environ.get("SQL", "DELETE FROM users")'])
def test_a_default_is_run_as_the_statement_it_is(trace, statement):
    walked = trace(f"import os, psycopg2\npsycopg2.connect('').cursor().execute({statement})")
    assert acts(walked) == [("deletes all rows of users", Confidence.INFERRED)]


def test_a_word_may_be_the_option_of_a_section(trace):
    assert acts(trace('import os\nos.system(settings.get("jobs", "reboot"))')) == []


@pytest.mark.parametrize("read", ['json.load(open("c"))', 'yaml.safe_load(open("c"))', 'requests.get("u").json()', 'toml.loads(t)'])
def test_a_field_of_a_document_is_told_as_a_field(trace, read):
    walked = trace(f"import os, json, yaml, toml, requests\nos.remove({read}.get('out'))\nos.remove({read}.get('out', '/tmp/x'))")
    assert {found.target for found in walked.effects if str(found.action) == "delete"} == {"${out}"}


def test_both_branches_of_what_a_default_might_decide_are_read(trace):
    walked = trace('import os\nif settings.get("mode", "a b") == "a b":\n    os.remove("/1")\nelse:\n    os.remove("/2")')
    assert {found.target for found in walked.effects} == {"/1", "/2"}
