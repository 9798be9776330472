"""The tool that asks whether the people who are named would have been the right ones to ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

TOOL = Path(__file__).parents[2] / "tools" / "backtest.py"


def test_it_goes_through_a_history(repo: Any) -> None:
    for number in range(20):
        repo.commit("ops/reset.py", f"#!/usr/bin/env python\nprint({number})\n", by=("Ana", "Bo")[number % 2], on=f"2024-01-{number + 1:02}")
    done = subprocess.run([sys.executable, str(TOOL), str(repo.root)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[2].startswith(f"| {repo.root.name} | ")
