"""Modules that each copy of a repository has of its own, made from a sample, are no packages to install."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("sample", "packages", "files"), [
    ("config.py.sample", set(), {"config.py"}),
    ("jobs/config.py.example", set(), {"jobs/config.py"}),
    ("other/config.py.sample", {"config"}, set()),
    ("config.ini.sample", {"config"}, set()),
])
def test_a_module_with_a_sample(sample: str, packages: set[str], files: set[str], trace) -> None:
    walked = trace("import config\nprint(config.TOKEN)\n", {sample: "TOKEN = ''\n"}, path="jobs/run.py")
    assert {need.name for need in walked.needs if need.kind == "package"} == packages
    assert {need.name for need in walked.needs if need.kind == "file"} == files
