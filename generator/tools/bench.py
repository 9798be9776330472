"""Print how much work a scan and a build are, as ratios of CPU seconds measured in one run.

usage: bench.py [--open FOLDER] [--repo NAME]

CPU seconds are user + system of the child and its children; machines are shared, so only ratios measured together mean anything. Each figure is
the least of three runs.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RUNS = 3
_PARSE = """
import ast, pathlib, sys, warnings
warnings.simplefilter("ignore")
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        pass
"""
_RENDER = """
import sys, time
from pathlib import Path
from handover_generator.pipeline import Options, analyse
from handover_generator.renderers.site import render_site
findings = analyse(Options(root=Path(sys.argv[1])))
start = time.process_time()
render_site(findings)
print(time.process_time() - start)
"""


def cpu(command: list[str], environment: Mapping[str, str] | None = None) -> tuple[float, float, int]:
    """(CPU seconds, wall seconds, peak kilobytes) of one command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command[:6])} ended with status {status}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, usage.ru_maxrss


def least(measure: Callable[[], tuple[float, float, int]]) -> tuple[float, float, int]:
    """The run with the least CPU of ``RUNS``."""
    return min(measure() for _ in range(RUNS))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--open", type=Path, default=Path("../open"))
    parser.add_argument("--repo", default="openlibrary")
    options = parser.parse_args()
    repository = options.open / options.repo
    if not repository.is_dir():
        print(f"no clone at {repository}; name the folder of clones with --open", file=sys.stderr)
        return 1
    handover = [sys.executable, "-m", "handover_generator"]
    with tempfile.TemporaryDirectory() as scratch:
        def cached(name: str) -> dict[str, str]:
            return {**os.environ, "XDG_CACHE_HOME": f"{scratch}/{name}"}

        parse = least(lambda: cpu([sys.executable, "-c", _PARSE, str(repository)]))
        log = least(lambda: cpu(["git", "-C", str(repository), "log", "--raw", "-M"]))
        counter = iter(range(1000))
        scan = [*handover, "scan", "--quiet", "--repo", str(repository), "--format", "json"]
        cold = least(lambda: cpu(scan, cached(f"cold{next(counter)}")))
        cpu(scan, cached("warm"))
        warm = least(lambda: cpu(scan, cached("warm")))
        help_ = least(lambda: cpu([*handover, "--help"]))
        rendered = float(subprocess.run([sys.executable, "-c", _RENDER, str(repository)], check=True, capture_output=True, text=True,
                                        env=cached("warm")).stdout)
        build = cpu([*handover, "build", "--quiet", "--repo", str(repository), "--output", f"{scratch}/site"], cached("warm"))
    base = parse[0] + log[0]
    site = build[0] - warm[0] - rendered
    print(f"{options.repo}: ast.parse of all Python files {parse[0]:.2f} + git log --raw -M {log[0]:.2f} = {base:.2f} CPU s\n")
    print("| figure | CPU s | wall s | peak MB | ratio | aim |\n| --- | --- | --- | --- | --- | --- |")
    print(f"| scan, cold | {cold[0]:.2f} | {cold[1]:.2f} | {cold[2] // 1024} | {cold[0] / base:.2f} × base | 6 |")
    print(f"| scan, warm and unchanged | {warm[0]:.2f} | {warm[1]:.2f} | {warm[2] // 1024} | | 1 s |")
    print(f"| writing the pages | {rendered:.2f} | | | {rendered / site:.2f} × mkdocs ({site:.1f} s) | 0.25 |")
    print(f"| handover --help | {help_[0]:.2f} | {help_[1]:.2f} | {help_[2] // 1024} | | 0.3 s |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
