"""Copies of packages that lie in a repository: where the catalogue describes the package, it tells what it does."""

from __future__ import annotations

ODD = "import os\ndef loads(text):\n    os.remove('/srv/odd')\ndef post(address):\n    os.remove('/srv/odd')\n"


def told(walked) -> list[tuple[str, str, str | None]]:
    return [(effect.resource, effect.action.value, effect.target) for effect in walked.effects]


def test_a_described_package_is_what_is_described(trace) -> None:
    files = {"vendor/requests/__init__.py": ODD, "vendor/simplejson/__init__.py": ODD}
    walked = trace("import sys\nsys.path.insert(0, 'vendor')\nimport requests, simplejson\nsimplejson.loads('{}')\nrequests.post('http://shop/a')\n", files)
    assert (told(walked), walked.unknowns) == ([("http", "write", "http://shop/a")], ())


def test_one_that_nobody_described_is_followed(trace) -> None:
    walked = trace("import sys\nsys.path.insert(0, 'vendor')\nimport oddments\noddments.loads('{}')\n", {"vendor/oddments/__init__.py": ODD})
    assert told(walked) == [("filesystem", "delete", "/srv/odd")]


def test_a_module_of_ones_own_that_is_called_like_a_package_is_followed(trace) -> None:
    walked = trace("import requests\nrequests.loads('{}')\n", {"requests.py": ODD})
    assert told(walked) == [("filesystem", "delete", "/srv/odd")]


def test_a_copied_program_keeps_its_own_modules(trace) -> None:
    walked = trace("from requests import loads\nloads('{}')\n", {"vendor/requests/__init__.py": ODD}, path="vendor/requests/run.py",
                   source_roots=("vendor",))
    assert told(walked) == [("filesystem", "delete", "/srv/odd")]
