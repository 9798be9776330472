"""Print how much work reading a history is, as ratios of CPU seconds to those of git alone, measured in one run.

usage: bench_history.py FOLDER...

Each folder is a git repository. CPU seconds are user + system of this process and of the git it starts; the runs take turns, so that a busy
machine disturbs all alike, and each figure is the least of ``RUNS``. Where content is absent from a clone, git alone dies amid its history;
it is then given all commits but those that it cannot compare.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from _alone import comparable

from handover_generator.analysis.leaving import leaving_pack
from handover_generator.cache import Cache, open_cache
from handover_generator.model.findings import Findings
from handover_generator.model.history import History
from handover_generator.pipeline import Options, analyse
from handover_generator.sources import _history_read
from handover_generator.sources.git import GitRepository, open_repository
from handover_generator.sources.history import mine, numstat

RUNS = 5
NEW_COMMITS = 60


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work and of the processes it waited for."""
    gc.collect()
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work()
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(new.ru_utime + new.ru_stime - old.ru_utime - old.ru_stime for old, new in zip(before, after, strict=True))


def least(*works: Callable[[], object]) -> list[float]:
    """The least CPU of each work, in turns."""
    rounds = [[cpu(work) for work in works] for _ in range(RUNS)]
    return [min(column) for column in zip(*rounds, strict=True)]


class Bench:
    """One repository."""

    def __init__(self, folder: Path, scratch: str) -> None:
        self.folder = folder
        self.scratch = scratch
        self.caches = 0

    def git(self, *args: str, ids: str = "") -> None:
        """git alone, its output thrown away."""
        subprocess.run(["git", "-C", str(self.folder), *args], input=ids.encode() or None, stdout=subprocess.DEVNULL, check=True)

    def cache(self, repository: GitRepository) -> Cache | None:
        """An empty cache."""
        self.caches += 1
        os.environ["XDG_CACHE_HOME"] = f"{self.scratch}/{self.folder.name}-{self.caches}"
        return open_cache(True, repository.identity, print)

    def print(self) -> None:
        """The table."""
        with open_repository(self.folder) as repository:
            alone = comparable(repository)
            whole, ids = alone.walk, alone.ids
            commits, changes = len(alone.commits), sum(len(commit.changes) for commit in alone.commits)
            newest = alone.commits[-1 - NEW_COMMITS].id if commits > NEW_COMMITS else None
            poor = alone.poor
            # What lies in memory makes starting a process and the collector dearer; it is no part of the figures.
            del alone
            warm = self.cache(repository)
            mine(repository, warm)
            scripts = self.scripts()
            raw, counted, cold, lines, same = least(
                lambda: self.git("log", "--raw", "-M", *whole, ids=ids),
                lambda: self.git("log", "--numstat", "-M", *whole, ids=ids),
                lambda: self.kept(repository),
                lambda: self.lines(repository, scripts),
                lambda: mine(repository, warm))
            bare_new, new = self.incremental(newest) if newest else (0.0, 0.0)
            block, peak = self.memory(repository)
        leaving = self.leaving(analyse(Options(root=self.folder, cache=False)))
        print(f"\n{self.folder}: {commits:,} commits, {changes:,} changes, {len(scripts)} scripts"
              + (f"; git alone cannot compare {poor} of the commits, which lack content" if poor else ""))
        print("\n| figure | CPU s | git alone | ratio | aim |\n| --- | --- | --- | --- | --- |")
        print(f"| whole history, cold, kept | {cold:.3f} | {raw:.3f} | {cold / raw:.2f} | 1.5 |")
        print(f"| with lines of scripts, cold | {lines:.3f} | {counted:.3f} | {lines / counted:.2f} | 0.35 |")
        print(f"| again, unchanged | {same:.3f} | | | 0.2 s |")
        print(f"| {NEW_COMMITS} new commits | {new:.3f} | {bare_new:.3f} | | {1.5 * bare_new + 0.2:.3f} s |")
        print(f"| leaving query | {leaving:.3f} | | | 0.1 s |")
        print(f"\nMemory while reading: {peak / max(1, changes):.0f} B a change at the end, {block / 1e6:.1f} MB on top for the block in hand.")

    def scripts(self) -> list[str]:
        """The scripts of the repository, found by another process."""
        command = [sys.executable, "-m", "handover_generator", "scan", "--quiet", "--no-cache", "--format", "json", "--repo", str(self.folder)]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return [script["path"] for script in told["scripts"]]

    def kept(self, repository: GitRepository) -> None:
        """The first pass with an empty cache, written to the disk."""
        with self.cache(repository) as cache:
            mine(repository, cache)

    def lines(self, repository: GitRepository, scripts: list[str]) -> History:
        """Both passes with an empty cache."""
        cache = self.cache(repository)
        return numstat(repository, mine(repository, cache), scripts, cache)

    def incremental(self, tip: str) -> tuple[float, float]:
        """(git alone, ours) for the commits that came after ``tip``, its history being in the cache."""
        found: list[tuple[float, float]] = []
        for _ in range(RUNS):
            with open_repository(self.folder, tip) as before:
                cache = self.cache(before)
                mine(before, cache)
            with open_repository(self.folder) as repository:
                found.append((cpu(lambda: self.git("log", "--raw", "-M", f"{tip}..HEAD")), cpu(lambda: mine(repository, cache))))  # noqa: B023
        return min(one for one, _ in found), min(other for _, other in found)

    def leaving(self, findings: Findings) -> float:
        """The dearest leaving pack among those who know most scripts, from findings in hand."""
        inventory = findings.inventory
        ties = {person.id: sum(knower.person == person.id for script in inventory.scripts for knower in script.history.knowers)
                for person in inventory.people}
        some = sorted(ties, key=lambda person: (-ties[person], person))[:3]
        return max(least(*(lambda person=person: leaving_pack(inventory, person, findings.gaps, findings.verdicts) for person in some)),
                   default=0.0)

    def memory(self, repository: GitRepository) -> tuple[int, int]:
        """(peak above what is kept, what is kept) of one reading, in bytes."""
        tracemalloc.start()
        reading = _history_read.read_commits(repository, [], None)
        kept, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        del reading
        return peak - kept, kept


def main() -> int:
    """Print a table for each repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    folders = parser.parse_args().folders
    if len(folders) > 1:
        # Each in a process of its own: what one repository leaves in memory makes the next one dearer.
        codes = [subprocess.run([sys.executable, __file__, str(folder)], check=False).returncode for folder in folders]
        return int(any(codes))
    with tempfile.TemporaryDirectory() as scratch:
        Bench(folders[0], scratch).print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
