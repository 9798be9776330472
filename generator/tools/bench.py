"""Print how much work a scan and a build are, as ratios of CPU seconds measured in one run.

usage: bench.py [--open FOLDER] [--repo NAME] [--curve] [--runs N]

CPU seconds are user + system of the child and its children; machines are shared, so only ratios measured together mean anything. Each figure is
the least of several runs. With ``--curve``: how the cost grows from 20,000 to 400,000 generated lines.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from _alone import comparable

import handover_generator
from handover_generator.languages._python.parse import parse
from handover_generator.sources.git import open_repository

CURVE = (20_000, 50_000, 100_000, 200_000, 400_000)
CHANGED = 15
PACKAGE = 50
_LINES_A_FILE = 200
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
_HANDOVER = (sys.executable, "-m", "handover_generator")
# An installed program has its bytecode, and what it compiles beside it. A shell that forbids Python to write some (PYTHONDONTWRITEBYTECODE) would
# make each measured run compile all modules again.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took."""

    cpu: float
    wall: float
    megabytes: int


class Failed(Exception):
    """A measured command did not end well."""


def cost(command: Sequence[str], environment: Mapping[str, str] | None = None, stdin: IO[bytes] | None = None) -> Cost:
    """Run one command.

    Raises:
        Failed: it ended with another status than 0.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=environment or _ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise Failed(f"{' '.join(command[:6])} ended with status {status}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, usage.ru_maxrss // 1024)


def least(runs: int, measure: Callable[[], Cost]) -> Cost:
    """The run with the least CPU."""
    return min((measure() for _ in range(runs)), key=lambda one: one.cpu)


class Bench:
    """Measures one repository; caches lie in ``scratch``."""

    def __init__(self, root: Path, scratch: Path, runs: int) -> None:
        self.root, self.scratch, self.runs = root, scratch, runs
        self.scan = (*_HANDOVER, "scan", "--quiet", "--repo", str(root), "--format", "json")
        self._caches = 0

    def cached(self, name: str) -> dict[str, str]:
        """An environment with a cache of that name."""
        return {**_ENVIRONMENT, "XDG_CACHE_HOME": str(self.scratch / name)}

    def parse(self) -> Cost:
        """``ast.parse`` of every Python file: the first half of the base."""
        return least(self.runs, lambda: cost((sys.executable, "-c", _PARSE, str(self.root))))

    def log(self) -> tuple[Cost, int]:
        """``git log --raw -M``: the second half, and from how many commits content is absent, so that git cannot compare them."""
        with open_repository(self.root) as repository:
            alone = comparable(repository)
        with tempfile.TemporaryFile() as ids:
            ids.write(alone.ids.encode())

            def once() -> Cost:
                ids.seek(0)
                return cost(("git", "-C", str(self.root), "log", "--raw", "-M", *alone.walk), stdin=ids)

            return least(self.runs, once), alone.poor

    def cold(self) -> Cost:
        """A scan without any cache."""

        def once() -> Cost:
            self._caches += 1
            return cost(self.scan, self.cached(f"cold{self._caches}"))

        return least(self.runs, once)

    def warm(self) -> Cost:
        """A scan of an unchanged repository that was scanned before."""
        cost(self.scan, self.cached("warm"))
        return least(self.runs, lambda: cost(self.scan, self.cached("warm")))

    def changed(self) -> dict[str, list[Cost]]:
        """Scans after one change to one file, for files from all over the repository, each from the same cache, the cheapest first: a statement more
        inside a function, one more outside of all (for shell: a line more), and a new file beside it.
        """
        copy, before = self.scratch / "copy", self.scratch / "before"
        # No clone: content may be absent from this one. Of the copy git must look at the files once, as it did of the original.
        shutil.copytree(self.root, copy, symlinks=True)
        subprocess.run(["git", "-C", str(copy), "update-index", "-q", "--refresh"], check=False, capture_output=True)
        scan = tuple(str(copy) if part == str(self.root) else part for part in self.scan)
        cost(scan, self.cached("before"))
        files = sorted(path for kind in ("*.py", "*.sh") for path in copy.rglob(kind) if path.is_file() and not path.is_symlink())
        found: dict[str, list[Cost]] = {"function": [], "outside": [], "new": []}
        for number in range(CHANGED):
            one = files[(2 * number + 1) * len(files) // (2 * CHANGED)]
            text = one.read_text("utf-8", "surrogateescape")
            for kind, where, changed in (("function", one, in_a_function(one, text)), ("outside", one, text + "\none_more = 1\n"),
                                         ("new", one.with_name(f"new_{one.name}"), text)):
                where.write_text(changed, "utf-8", "surrogateescape")
                cache = self.scratch / f"{kind}{number}"
                shutil.copytree(before, cache)
                found[kind].append(cost(scan, self.cached(cache.name)))
                shutil.rmtree(cache)
                if where == one:
                    one.write_text(text, "utf-8", "surrogateescape")
                else:
                    where.unlink()
        shutil.rmtree(copy)
        return {kind: sorted(costs, key=lambda one: one.cpu) for kind, costs in found.items()}

    def pages(self) -> tuple[float, float]:
        """CPU seconds of writing the pages, and of what MkDocs then needs."""
        self.warm()
        told = subprocess.run([sys.executable, "-c", _RENDER, str(self.root)], check=True, capture_output=True, text=True, env=self.cached("warm"))
        build = cost((*_HANDOVER, "build", "--quiet", "--repo", str(self.root), "--output", str(self.scratch / "site")), self.cached("warm"))
        rendered = float(told.stdout)
        return rendered, build.cpu - rendered - cost((*_HANDOVER, "scan", "--quiet", "--repo", str(self.root)), self.cached("warm")).cpu


def in_a_function(path: Path, text: str) -> str:
    """A file with one statement more in the function in its middle; with a line more at its end, where it has none."""
    tree = parse(text).tree if path.suffix == ".py" else None
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.body[0].lineno > node.lineno
                 ] if tree is not None else []
    if not functions:
        return text + "\n# one more line\n"
    last = functions[len(functions) // 2].body[-1]
    rows = text.split("\n")
    return "\n".join((*rows[:last.lineno - 1], " " * last.col_offset + "one_more = 1", *rows[last.lineno - 1:]))


def report(bench: Bench) -> None:
    """Print the table of one repository."""
    parse, (log, poor) = bench.parse(), bench.log()
    base = parse.cpu + log.cpu
    print(f"{bench.root.name}: ast.parse of all Python files {parse.cpu:.2f} + git log --raw -M {log.cpu:.2f} = base {base:.2f} CPU s"
          + (f" (without the {poor} commits that git cannot compare, as content is absent)\n" if poor else "\n"))
    print("| figure | CPU s | wall s | peak MB | ratio | aim |\n| --- | --- | --- | --- | --- | --- |")
    cold = bench.cold()
    print(f"| scan, cold | {cold.cpu:.2f} | {cold.wall:.2f} | {cold.megabytes} | {cold.cpu / base:.2f} × base | 4 × base, 1,000 MB |", flush=True)
    warm = bench.warm()
    print(f"| scan, warm and unchanged | {warm.cpu:.2f} | {warm.wall:.2f} | {warm.megabytes} | | 1 s |", flush=True)
    costs = bench.changed()
    for which, changed in ((f"one function changed, median of {CHANGED} files", costs["function"][CHANGED // 2]),
                           ("one function changed, dearest of them", costs["function"][-1]),
                           ("one file changed outside of functions, median", costs["outside"][CHANGED // 2]),
                           ("one file changed outside of functions, dearest", costs["outside"][-1]),
                           ("one file new, median", costs["new"][CHANGED // 2])):
        print(f"| scan, {which} | {changed.cpu:.2f} | {changed.wall:.2f} | {changed.megabytes} | | 1.5 s |", flush=True)
    rendered, site = bench.pages()
    print(f"| writing the pages | {rendered:.2f} | | | {rendered / site:.2f} × mkdocs ({site:.1f} s) | 0.25 |", flush=True)
    help_ = least(bench.runs, lambda: cost((*_HANDOVER, "--help")))
    print(f"| handover --help | {help_.cpu:.2f} | {help_.wall:.2f} | {help_.megabytes} | | 0.3 s |")


def generate(root: Path, lines: int, package: int) -> None:
    """Write a repository of about so many Python lines: a tenth of the files are scripts that reach effects through three other files, and
    these through three others each, within a package of so many files.
    """
    chance = random.Random(lines)
    count = lines // _LINES_A_FILE
    (root / "lib").mkdir(parents=True)
    (root / "scripts").mkdir()
    (root / "lib" / "__init__.py").touch()
    for number in range(count):
        body = ["import os", "import shutil", "import subprocess"]
        first = number - number % package
        near = [chance.randrange(first, number) for _ in range(3)] if number > first else []
        body += [f"from lib.m{other} import work_{other}, Thing{other}" for other in dict.fromkeys(near)]
        body += [
            "",
            f"class Thing{number}:",
            "    def __init__(self, path):",
            "        self.path = path",
            "",
            "    def save(self, data):",
            "        with open(self.path, 'w') as stream:",
            "            stream.write(data)",
            "",
            "    def drop(self):",
            "        shutil.rmtree(self.path)" if number % 7 == 0 else "        return self.path",
            "",
        ]
        body += [
            f"def work_{number}(path, depth=0):",
            f"    thing = Thing{number}(os.path.join('/srv', path))",
            "    if depth > 3:",
            "        thing.drop()",
        ]
        body += [f"    work_{other}(path, depth + 1)" for other in dict.fromkeys(near)]
        body += ["    return thing", ""]
        filler = 0
        while len(body) < _LINES_A_FILE:
            filler += 1
            body += [
                f"def helper_{number}_{filler}(rows, limit={filler}):",
                "    total = 0",
                "    for row in rows:",
                "        if row.get('size', 0) > limit:",
                f"            total += row['size'] * {filler}",
                "    return {'total': total, 'mean': total / max(1, len(rows))}",
                "",
            ]
        (root / "lib" / f"m{number}.py").write_text("\n".join(body), encoding="utf-8")
        if number % 10 == 0:
            (root / "scripts" / f"run_{number}.py").write_text(
                f'"""Run number {number}."""\nfrom lib.m{number} import work_{number}\n\nif __name__ == "__main__":\n    work_{number}("x")\n',
                encoding="utf-8",
            )
    quiet = {"cwd": root, "check": True, "capture_output": True}
    subprocess.run(["git", "init", "--quiet"], **quiet)
    subprocess.run(["git", "add", "."], **quiet)
    subprocess.run(["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "-m", "Generated"], **quiet)


def curve(scratch: Path, sizes: Sequence[int]) -> None:
    """Print how the cost of a cold scan grows with the size of generated repositories: of packages that each script stays in, and of one
    package, where every script reaches a part that grows with the whole.
    """
    print("\n| lines | packages: CPU s | per 100,000 lines | of ast.parse alone | peak MB | one package: CPU s | per 100,000 lines | peak MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for lines in sizes:
        row: list[str] = []
        for package in (PACKAGE, sys.maxsize):
            root = scratch / f"generated-{lines}-{package}"
            generate(root, lines, package)
            bench = Bench(root, scratch / f"caches-{lines}-{package}", 1)
            cold, parse = bench.cold(), bench.parse()
            row += [f"{cold.cpu:.2f}", f"{cold.cpu / lines * 100_000:.2f}"]
            row += [f"{cold.cpu / parse.cpu:.1f} ×"] if package == PACKAGE else []
            row.append(str(cold.megabytes))
            shutil.rmtree(root)
        print(f"| {lines:,} | {' | '.join(row)} |", flush=True)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--open", type=Path, default=Path("../open"), help="folder of clones")
    parser.add_argument("--repo", default="openlibrary", help="the clone to measure")
    parser.add_argument("--runs", type=int, default=3, help="runs of each command, of which the least counts")
    parser.add_argument("--curve", action="store_true", help="also how the cost grows with size")
    parser.add_argument("--curve-only", action="store_true", help="only that")
    options = parser.parse_args()
    repository = (options.open / options.repo).resolve()
    with tempfile.TemporaryDirectory(prefix="handover-bench-") as scratch:
        compile_dir(Path(handover_generator.__file__).parent, quiet=1)
        if not options.curve_only:
            if not repository.is_dir():
                print(f"no clone at {repository}; name the folder of clones with --open", file=sys.stderr)
                return 1
            report(Bench(repository, Path(scratch), options.runs))
        if options.curve or options.curve_only:
            curve(Path(scratch), CURVE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
