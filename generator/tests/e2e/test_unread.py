"""The tool that lists what the readers never came to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "unread.py"
PYTHON = """
    import os, sys

    def clean(path, hard=False):
        if hard:
            os.remove(path)
        elif len(sys.argv) > 1:
            os.stat(path)

    def never():
        os.remove("/srv/never")

    if __name__ == "__main__":
        clean("/srv/x")
        for name in sys.argv:
            print(name)
        sys.exit(0)
        os.remove("/srv/after")
    """
SHELL = """
    #!/bin/bash
    clean() {
        if [ "$1" = hard ]; then
            rm -rf /srv/x
        else
            ls /srv/x
        fi
    }
    case "$2" in
        now) clean soft ;;
    esac
    exit 0
    rm -rf /srv/after
    """


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("clean.py", PYTHON, ["clean.py:5: os.remove(path)  (in if hard:)", "clean.py:17: os.remove('/srv/after')  (after sys.exit(0))"]),
    ("clean.sh", SHELL, ['clean.sh:4: rm -rf /srv/x  (in if [ "$1" = hard ]; then rm -rf /srv/x else ls /srv/x fi)',
                         "clean.sh:13: rm -rf /srv/after  (after exit 0)"]),
])
def test_what_was_passed_over_is_listed_with_what_stands_before_it(make_repo: Any, name: str, text: str, expected: list[str]) -> None:
    repo = make_repo("unread")
    repo.commit({name: dedent(text).lstrip("\n")})
    done = subprocess.run([sys.executable, str(TOOL), str(repo.root)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == expected
