"""Who runs a script, and on which machine, are checks of the place; a password that is asked for is no question whether to go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_WIPE = "shutil.rmtree('/srv/data')"
_IMPORTS = "import argparse, getpass, os, pwd, shutil, socket, sys\n"


def _kinds(walked: Walked) -> set[str]:
    return {guard.kind.value for effect in walked.effects if effect.destructive for guard in effect.guards} - {"output"}


@pytest.mark.parametrize("code", [
    "if getpass.getuser() != 'deploy':\n    sys.exit(1)",
    "me = pwd.getpwuid(os.getuid()).pw_name\nif me != 'www-data' and me != 'git':\n    print('not you')\n    sys.exit(-1)",
    "me = getpass.getuser()\nif me == 'root':\n    raise SystemExit('not as root')",
    "box = socket.gethostname()\nif box not in ('app1', 'app2'):\n    sys.exit(1)",
])
def test_the_user_and_the_machine_are_checked(trace: Callable[..., Walked], code: str) -> None:
    assert _kinds(trace(f"{_IMPORTS}{code}\n{_WIPE}\n")) == {"env_check"}


@pytest.mark.parametrize("code", [
    "me = getpass.getuser()\nprint(me)",
    "me = pwd.getpwuid(os.getuid()).pw_dir\nif me != '/root':\n    sys.exit(1)",
    "cluster, user = load()\nif None in (cluster, user):\n    sys.exit('give both')",
    "word = getpass.getpass('passphrase: ')\nif not word:\n    word = None",
    "word = getpass.getpass('passphrase: ')\nif not word:\n    sys.exit('none given')",
    "parser = argparse.ArgumentParser()\nparser.add_argument('--debug', action='store_true')\nargs = parser.parse_args()\nif args.debug:\n    print('x')",
])
def test_what_says_nothing_of_the_place_is_no_guard(trace: Callable[..., Walked], code: str) -> None:
    assert _kinds(trace(f"{_IMPORTS}{code}\n{_WIPE}\n")) == set()


@pytest.mark.parametrize(("code", "strong"), [
    ("if os.geteuid() != 0:\n    sys.exit('must be root')", False), ("if os.getuid() == 0:\n    sys.exit('not as root')", False),
    ("if getpass.getuser() == 'root':\n    sys.exit('not as root')", False), ("if os.environ.get('USER') != 'root':\n    sys.exit('must be root')", False),
    ("if getpass.getuser() != 'deploy':\n    sys.exit('must be deploy')", True), ("if os.geteuid() != 1042:\n    sys.exit('must be deploy')", True),
    ("if os.geteuid() != 0 or socket.gethostname() != 'app1':\n    sys.exit('no')", True)])
def test_every_machine_has_a_root(trace: Callable[..., Walked], code: str, strong: bool) -> None:
    """Asking for the superuser says nothing of the place, so it stops nobody on the wrong machine; a certain account may not be there."""
    guards = [guard for effect in trace(f"{_IMPORTS}{code}\n{_WIPE}\n").effects if effect.destructive for guard in effect.guards
              if guard.kind.value == "env_check"]
    assert [guard.strong for guard in guards] == [strong]
