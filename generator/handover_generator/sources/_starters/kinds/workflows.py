"""Continuous integration: GitHub, GitLab, CircleCI, Jenkins, Azure, Travis, Bitbucket and others; tox, nox, pre-commit."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines, enclosing_keys, unquoted
from handover_generator.sources._starters.kind import StarterKind

_PATHS = regex(
    r"(?:\A|/)(?:\.github/(?:workflows|actions)/.*\.ya?ml|\.gitlab-ci\.ya?ml|\.gitlab/.*\.ya?ml|[\w.-]+\.gitlab-ci\.ya?ml"
    r"|action\.ya?ml|\.circleci/[^/]+\.ya?ml"
    r"|\.travis\.ya?ml|Jenkinsfile[\w.-]*|[\w.-]+\.[jJ]enkinsfile|azure-pipelines[\w.-]*\.ya?ml|\.azure-?pipelines/.*\.ya?ml"
    r"|\.azuredevops/.*\.ya?ml"
    r"|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.woodpecker[\w/.-]*\.ya?ml|\.?appveyor\.ya?ml|buildspec[\w.-]*\.ya?ml"
    r"|cloudbuild[\w.-]*\.ya?ml"
    r"|\.buildkite/.*|\.semaphore/.*\.ya?ml|\.cirrus\.ya?ml|wercker\.ya?ml|codefresh\.ya?ml|\.teamcity/.*|\.ci/[^/]+|Earthfile|tox\.ini"
    r"|noxfile\.py"
    r"|\.pre-commit-(?:config|hooks)\.ya?ml|dagger\.json|\.gocd\.ya?ml)\Z")
_TOX_KEY = regex(r"(?:\[|([A-Za-z_][\w-]*)\s*[=:])")
_CRON_KEY = regex(r"\s*(?:-\s*)?[\"']?cron[\"']?\s*:\s*(.+)")
_JENKINS = regex(r"\bcron\s*\(\s*(['\"]{1,3})(.*?)\1\s*\)", re.DOTALL)
_ZONE_KEY = regex(r"\s*(?:-\s*)?[\"']?time[zZ]one[\"']?\s*:\s*(.+)")
# These services read every cron expression in Coordinated Universal Time.
_UTC = regex(r"(?:\A|/)(?:\.github/|\.circleci/|azure-pipelines|\.azure)")


def is_workflow(path: str) -> bool:
    """Whether a path is where some continuous integration service looks for its orders."""
    return bool(_PATHS.search(path))


def read_workflow(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The job of each line, and the workflow's cron expressions: they start every step of it."""
    name = path.rpartition("/")[2]
    if name.startswith("Jenkinsfile") or name.lower().endswith(".jenkinsfile"):
        return _jenkins(lines)
    if name == "tox.ini":
        return _tox(lines)
    zone = "UTC" if _UTC.search(path) else None
    stated = next((unquoted(match.group(1)) for row in lines.rows if (match := _ZONE_KEY.match(row))), None)
    circle = _circle_schedules(lines) if ".circleci/" in path else None
    crons = tuple(dict.fromkeys(unquoted(match.group(1)) for row in lines.rows if (match := _CRON_KEY.match(row))))

    def context(number: int) -> Context | None:
        keys = [key for key, _ in enclosing_keys(lines, number)] if name.endswith((".yml", ".yaml")) else []
        if ("on" in keys[:1] and "jobs" not in keys) or "paths" in keys or "paths-ignore" in keys or "changes" in keys:
            return None                                    # a path filter names files whose change matters; it starts none
        if name in ("action.yml", "action.yaml") and "runs" not in keys:
            return None                                    # what an action is given, and what it is called
        job = keys[keys.index("jobs") + 1] if "jobs" in keys and keys.index("jobs") + 1 < len(keys) else ""
        schedules = crons if circle is None else circle.get(job, ())
        detail = f"job {job}" if job else "nox" if name == "noxfile.py" else "pre-commit hook" if "pre-commit" in name else ""
        return Context("ci", schedules, (stated or zone) if schedules else None, detail)

    return context


def _tox(lines: Lines) -> Callable[[int], Context | None]:
    """Only commands start something; the settings of other tools stand in the same file, and name files as well."""
    running: set[int] = set()
    key = ""
    for number, row in enumerate(lines.rows, 1):
        if (stated := _TOX_KEY.match(row)) is not None:
            key = stated.group(1) or ""
        if key.startswith("commands"):
            running.add(number)
    return lambda number: Context("ci", (), None, "tox") if number in running else None


def _jenkins(lines: Lines) -> Callable[[int], Context | None]:
    crons: list[str] = []
    zone = None
    for match in _JENKINS.finditer(lines.text):
        for row in match.group(2).split("\n"):
            if row.strip().startswith("TZ="):
                zone = row.strip()[3:]
            elif row.strip() and not row.strip().startswith("#"):
                crons.append(row.strip())
    found = tuple(dict.fromkeys(crons))
    return lambda number: Context("ci", found, zone if found else None, "Jenkins")


def _circle_schedules(lines: Lines) -> dict[str, tuple[str, ...]]:
    """Job -> cron expressions of the workflows that hold it."""
    crons: dict[str, list[str]] = {}
    jobs: dict[str, list[str]] = {}
    for number, row in enumerate(lines.rows, 1):
        item = re.match(r"\s+-\s+([\w-]+):?\s*\Z", row)
        listed = re.match(r"\s+jobs:\s*\[([\w\s,-]*)\]", row)
        if not item and not listed and not _CRON_KEY.match(row):
            continue
        keys = [key for key, _ in enclosing_keys(lines, number)]
        if keys[:1] != ["workflows"] or len(keys) < 2:
            continue
        cron = _CRON_KEY.match(row)
        if cron:
            crons.setdefault(keys[1], []).append(unquoted(cron.group(1)))
        elif item and "jobs" in keys:
            jobs.setdefault(item.group(1), []).append(keys[1])
        elif listed:
            for job in re.findall(r"[\w-]+", listed.group(1)):
                jobs.setdefault(job, []).append(keys[1])
    return {job: tuple(cron for flow in flows for cron in crons.get(flow, ())) for job, flows in jobs.items()}


STARTER = StarterKind(fits=lambda path, text: is_workflow(path), read=read_workflow, order=10, may_be_test=False)
