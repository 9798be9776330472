"""Concourse: pipelines and tasks, in files of any name, whose steps run scripts of repositories that lie in folders named by the pipeline."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.concourse_timers import timed_jobs
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys
from handover_generator.sources._starters.kind import StarterKind

_TOP = regex(r"^(?:jobs|platform|resource_types|resources):\s*(?:#.*|linux|darwin|windows)?$|^- task:", re.MULTILINE)
_RUN = regex(r"^[ \t-]*run:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*[ \t]*(?:path|dir|user|args):", re.MULTILINE)


def is_concourse(path: str, text: str) -> bool:
    """Whether a text is a pipeline or a task of Concourse: what a step runs stands below ``run`` as ``path`` and ``args``."""
    return path.endswith((".yml", ".yaml")) and "run:" in text and bool(_RUN.search(text)) and bool(_TOP.search(text))


def read_concourse(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The job or task of each line that is below ``run``, with the times at which a timer sets that job off; other lines name what triggers a job
    or what is loaded.
    """

    timed = timed_jobs(lines)

    def context(number: int) -> Context | None:
        keys = enclosing_keys(lines, number)
        names = [key for key, _ in keys]
        if "run" not in names:
            return None
        within = names[names.index("run") + 1 :]
        if within[:1] not in (["path"], ["args"]):
            return None
        job = next((job for job in timed if job.first <= number <= job.last), None)
        return Context("ci", job.schedules, job.zone, "Concourse") if job is not None else Context("ci", detail="Concourse")

    return context


STARTER = StarterKind(fits=is_concourse, read=read_concourse, order=50)
