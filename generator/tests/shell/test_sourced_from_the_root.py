"""A file read in from a folder that only a variable names is found where the repository has it, in its root too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LIBRARY = {"func/db.sh": "drop() { rm /srv/a; }\n"}


@pytest.mark.parametrize("path", ["$H/func/db.sh", '"$H"/func/db.sh', '"${H}/func/db.sh"'])
@pytest.mark.parametrize("script", ["x.sh", "bin/x", "bin/more/x"])
def test_the_root_behind_a_variable(path: str, script: str, trace: Callable) -> None:
    assert trace(f"#!/bin/sh\nsource {path}\ndrop\n", LIBRARY, path=script).told() == ["filesystem delete /srv/a !"]


def test_two_files_of_that_name(trace: Callable) -> None:
    traced = trace("#!/bin/sh\nsource $H/func/db.sh\ndrop\n", {**LIBRARY, "other/func/db.sh": "drop() { rm /srv/b; }\n"}, path="bin/x")
    assert (traced.told(), bool(traced.unknowns())) == ([], True)


CALLER = 'caller="${BASH_SOURCE[%s]##*/}"\nf() {\n  if [[ "$caller" == "%s" ]]; then rm /srv/a; fi\n}\n'


@pytest.mark.parametrize(("index", "name", "told"), [
    ("1", "x.sh", True), ("1", "lib.sh", True), ("2", "x.sh", True), ("-1", "x.sh", True),
    ("0", "lib.sh", True), ("0", "x.sh", False), ("-1", "lib.sh", False)])
def test_who_reads_a_library_in_is_not_the_library(index: str, name: str, told: bool, trace: Callable) -> None:
    traced = trace("source lib.sh\nf\n", {"lib.sh": CALLER % (index, name)})
    assert traced.told() == (["filesystem delete /srv/a !"] if told else [])


@pytest.mark.parametrize(("path", "unknown"), [
    ("/etc/sysconfig/shop", False), ("/etc/default/shop", False), ("/opt/rh/rh-python35/enable", False),
    ("/opt/shop/enable", True), ("/etc/shop/settings", True)])
def test_settings_of_services_are_no_programs(trace: Callable, path: str, unknown: bool) -> None:
    assert bool(trace(f"source {path}\n").unknowns()) is unknown
