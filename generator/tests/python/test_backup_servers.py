"""A dump that a program takes of one server is no backup of what it loses on another one."""

from __future__ import annotations

import pytest


def _kept(walked) -> bool:
    return any(guard.kind == "backup" for effect in walked.effects if effect.destructive for guard in effect.guards)


@pytest.mark.parametrize(("host", "kept"), [("'a'", True), ("'b'", False), ("'a.example.org'", True), ("'localhost'", False)])
def test_a_dump_and_a_drop_on_servers_that_are_named(trace, host: str, kept: bool) -> None:
    assert _kept(trace(f"""
        import subprocess
        subprocess.run(["pg_dump", "-h", "a", "-f", "shop.sql", "shop"])
        subprocess.run(["dropdb", "-h", {host}, "shop"])
    """)) is kept


@pytest.mark.parametrize(("host", "kept"), [("FROM", True), ("TO", False)])
def test_servers_that_the_environment_names(trace, host: str, kept: bool) -> None:
    assert _kept(trace(f"""
        import os, subprocess
        FROM, TO = os.environ["FROM_HOST"], os.environ["TO_HOST"]
        def wipe(host):
            subprocess.check_call(f"mysql -h {{host}} -e 'DROP DATABASE shop'", shell=True)
        subprocess.check_call(f"mysqldump -h {{FROM}} shop > shop.sql", shell=True)
        wipe({host})
    """)) is kept


def test_who_names_no_server_may_mean_the_same(trace) -> None:
    assert _kept(trace("""
        import subprocess
        subprocess.run(["pg_dump", "-h", "a", "-f", "shop.sql", "shop"])
        subprocess.run(["dropdb", "shop"])
    """))


def test_a_machine_that_a_command_is_run_on(trace) -> None:
    program = """
        import subprocess
        subprocess.run("ssh prod pg_dump shop > shop.sql", shell=True)
        subprocess.run("ssh {} dropdb shop", shell=True)
    """
    assert _kept(trace(program.format("prod")))
    assert not _kept(trace(program.format("staging")))
