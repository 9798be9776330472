"""A folder: who knows how many of its scripts, and whom to ask about each."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from handover_generator.analysis.of_folder import FolderScripts, scripts_of_folder
from handover_generator.checks._run import judge
from handover_generator.renderers.formats import folder_json, folder_text

Make = SimpleNamespace


def told(make: Make, folder: str) -> FolderScripts | None:
    def script(path: str, state: str, *knowers: Any, **more: Any) -> Any:
        return make.script(path, history=make.ScriptHistory(state=make.KnowledgeState(state), commits=1, knowers=knowers),
                           ownership=make.OwnerFacts(), **more)

    return scripts_of_folder(judge(make.inventory(
        script("jobs/a.py", "known", make.knower("ada"), make.knower("ben")),
        script("jobs/deep/b.py", "single", make.knower("ada"), effects=(make.effect(),)),
        script("jobs/c.py", "lost", make.knower("marek", present=False)),
        script("jobs/d.py", "unknown"),
        script("jobs_of_others/e.py", "single", make.knower("ben")),
    )), folder)


def test_who_knows_how_many_of_the_scripts(make: Make) -> None:
    found = told(make, "jobs")
    assert found is not None
    assert [(one.person, one.knows, one.alone) for one in found.knowers] == [("ada", 2, 1), ("ben", 1, 0)]
    assert found.scripts[0].path == "jobs/deep/b.py"
    assert (found.unknown, found.untold) == (("jobs/c.py",), ("jobs/d.py",))
    whole = told(make, "")
    assert whole is not None
    assert len(whole.scripts) == 5
    assert told(make, "job") is None
    assert told(make, "jobs/a.py") is None


def test_a_folder_at_the_terminal(make: Make) -> None:
    found = told(make, "jobs")
    assert found is not None
    text = folder_text.FORMAT.render(found)
    assert text.startswith("jobs/: 4 scripts (1 DO NOT RUN")
    assert "  Ada: 2 of 4, 1 of which nobody else knows\n  Ben: 1 of 4\n  nobody who is still there: 1 of 4\n" in text
    of = {path: next(line for line in text.splitlines() if f" {path} " in line) for path in ("jobs/deep/b.py", "jobs/c.py")}
    assert of["jobs/deep/b.py"].endswith("ask Ada")
    assert of["jobs/c.py"].endswith("nobody known to ask (nobody knows it any more)")


def test_a_folder_as_json(make: Make) -> None:
    found = told(make, "jobs")
    assert found is not None
    data = json.loads(folder_json.FORMAT.render(found))
    assert (data["schema"], data["folder"]) == ("handover-folder/1", "jobs")
    assert data["knowers"][0] == {"person": "ada", "knows": 2, "alone": 1}
    assert data["scripts"][0]["path"] == "jobs/deep/b.py"
    assert data["scripts"][0]["verdict"]["ask"] == ["ada"]
    assert data["known_to_nobody"] == ["jobs/c.py"]
