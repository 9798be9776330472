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
