"""What a reviewer reads first, from a change in a repository: a default that flips, a new schedule, a starter that was forgotten."""

from __future__ import annotations

from typing import Any

_WIPE = "#!/usr/bin/env python3\nimport argparse\nimport shutil\np = argparse.ArgumentParser()\np.add_argument('--commit', action='store_true'{})\n" \
        "a = p.parse_args()\nif a.commit:\n    shutil.rmtree('/srv/data')\n"
_SHELL = ("#!/bin/sh\nX={}\nfor i in \"$@\"; do\n  case $i in\n    --delete) X=yes ;;\n  esac\ndone\n"
          "if [ \"$X\" = yes ]; then\n  rm -rf /srv/logs\nfi\n")
FILES = {
    "scripts/wipe.py": _WIPE.format(""), "scripts/logs.sh": _SHELL.format("no"),
    "scripts/drop.sh": "#!/bin/sh\nrm -rf /srv/old\n",
    "docker/start.sh": "#!/bin/sh\nexec python -m shop\n", "docker/Dockerfile": "FROM python\nCOPY docker/start.sh /start.sh\nCMD [\"/start.sh\"]\n",
}


def _review(handover: Any, repo: Any, *more: str) -> str:
    done = handover("review", "HEAD~1", "HEAD", "--no-cache", "-q", *more, cwd=repo.root)
    assert done.code == 0
    return str(done.out)


def test_what_a_change_turns_on_is_told_first(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    repo.commit({"scripts/wipe.py": _WIPE.format(", default=True"), "scripts/logs.sh": _SHELL.format("yes"),
                 "deploy/drop.cron": "0 3 * * * root /app/scripts/drop.sh\n"}, "second")
    first, _, rest = _review(handover, repo).partition("\n\n")
    for path in ("scripts/wipe.py", "scripts/logs.sh"):
        assert f"NOW ON THE DO-NOT-RUN LIST: {path} (was ASK FIRST)" in first
    assert "RUNS BY ITSELF NOW, AND IS ON THE DO-NOT-RUN LIST: scripts/drop.sh (deploy/drop.cron:1, cron, 0 3 * * *)" in first
    assert "dry run lost before it deletes a folder '/srv/data' with all that is in it" in rest
    assert "no longer only if --commit is given" in rest
    assert "dry run lost before it removes /srv/logs (acts only with --delete)" in rest
    repo.commit({"scripts/wipe.py": FILES["scripts/wipe.py"], "scripts/logs.sh": FILES["scripts/logs.sh"]}, "third")
    back = _review(handover, repo)
    assert back.count("was DO NOT RUN, now ASK FIRST; risk was high, now medium") == 2
    assert back.count("+ dry run gained before it") == 2


def test_a_starter_that_was_forgotten_is_told_first(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    repo.commit(FILES, "first")
    (repo.root / "docker/start.sh").rename(repo.root / "docker/entrypoint.sh")
    repo.commit({}, "second")
    text = _review(handover, repo)
    assert "STILL STARTED UNDER A NAME THAT IS GONE: docker/start.sh (docker/Dockerfile:2; it is docker/entrypoint.sh now)" in text
    assert "! docker/Dockerfile (dockerfile) still starts docker/start.sh, which is gone (docker/Dockerfile:2)" in text
    assert "no longer started" not in text
    assert "Still started under a name that is gone" in _review(handover, repo, "--format", "markdown")


def test_what_several_scripts_run_is_told_once(handover: Any, make_repo: Any) -> None:
    repo = make_repo()
    starts = {f"docker/{name}.sh": "#!/bin/sh\ndocker/deps.sh\nexec python -m shop\n" for name in ("api", "jobs", "web")}
    repo.commit({**starts, "docker/deps.sh": "#!/bin/sh\npip install -r requirements.txt\n"}, "first")
    repo.commit({"docker/deps.sh": "#!/bin/sh\nrm -rf /srv/cache\n/opt/site/prepare\npip install -r requirements.txt\n",
                 "docker/other.sh": "#!/bin/sh\nrm -rf /srv/cache\n"}, "second")
    text = _review(handover, repo)
    assert text.count("+ DESTROYS: removes /srv/cache (docker/deps.sh:2)") == 1
    shared = text.partition("CHANGED docker/deps.sh")[2].partition("ADDED docker/other.sh")[0]
    assert shared.endswith("    the same in docker/api.sh, docker/jobs.sh, docker/web.sh\n")
    assert all(f"NEWLY DESTROYED: docker/{name}.sh" in text for name in ("api", "deps", "jobs", "web", "other"))
    comment = _review(handover, repo, "--format", "markdown")
    assert "**`docker/deps.sh`** (the same in `docker/api.sh`, `docker/jobs.sh`, `docker/web.sh`)" in comment
    for rule in ("no-confirm", "no-way-back", "no-output"):
        assert comment.count(f"{rule} | `docker/deps.sh:2` (the same in `docker/api.sh`, `docker/jobs.sh`, `docker/web.sh`) |") == 1
    assert comment.count("no-confirm | `docker/other.sh:2` |") == 1
