"""Quoted output is what runs; code that is shown works; links lead somewhere."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.catalogue.load import load_catalogue
from handover_generator.cli import run
from handover_generator.languages._python import library
from handover_generator.model.behaviour import Act
from handover_generator.model.findings import Check, Findings
from handover_generator.model.rendering import Format, Page
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Language, Tracer
from handover_generator.registry import members

TOP = Path(__file__).resolve().parents[3]
TEXTS = {path.relative_to(TOP).as_posix(): path.read_text("utf-8")
         for path in sorted((TOP / "README.md", TOP / "CONTRIBUTING.md", TOP / "CHANGELOG.md", *(TOP / "docs").rglob("*.md")))}


def _quoted() -> Iterator[tuple[str, str, list[str]]]:
    for page, text in TEXTS.items():
        for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
            first, *rest = block.splitlines()
            yield page, first, rest


@pytest.mark.parametrize(("page", "command", "told"), list(_quoted()))
def test_quoted_output_is_what_runs(
    replica: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], page: str, command: str, told: list[str],
) -> None:
    monkeypatch.chdir(replica)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")     # 2026-11-23
    monkeypatch.setenv("NO_COLOR", "1")
    prompt, program, *arguments = shlex.split(command)
    assert (prompt, program) == ("$", "handover")
    code = run([*arguments, "--no-cache", "-q"])
    shown = capsys.readouterr().out.splitlines()
    assert code == (1 if "--in" in arguments else 0)
    position = 0
    skipped = False
    for line in told:
        if line == "...":
            skipped = True
            continue
        at = shown.index(line, position) if line in shown[position:] else -1
        assert at >= 0, f"{page}: the program does not say (here): {line}"
        assert skipped or at == position, f"{page}: lines are left out before: {line}"
        position, skipped = at + 1, False
    assert skipped or position == len(shown), f"{page}: more is said than quoted"


def test_the_readme_quotes_something() -> None:
    assert any(page == "README.md" for page, _, _ in _quoted())


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_links_between_files_hold(page: str) -> None:
    """MkDocs proves those of the manual; this also proves those of the files beside it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", TEXTS[page], flags=re.DOTALL)):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            file = (TOP / page).parent / path if path else TOP / page
            assert file.exists(), target
            if anchor:
                titles = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), flags=re.MULTILINE)
                slugs = {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", title.lower())).strip("-") for title in titles}
                assert anchor in slugs, target


# CONTRIBUTING -----------------------------------------------------------------------------------------------------------------


def _shown(constant: str) -> object:
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", TEXTS["CONTRIBUTING.md"], flags=re.DOTALL)
               if re.search(rf"^{constant} = ", block, flags=re.MULTILINE))
    space: dict[str, object] = {"__name__": f"shown_{constant.lower()}"}
    exec(compile(code, "CONTRIBUTING.md", "exec"), space)
    return space[constant]


def test_the_rule_that_is_shown_works(findings: Findings) -> None:
    rule = _shown("CHECK")
    assert isinstance(rule, Check)
    assert list(rule.find(findings.inventory)) == []
    (page,) = re.findall(r'''```python\n("""A script is longer.*?""")''', TEXTS["CONTRIBUTING.md"], flags=re.DOTALL)
    assert re.findall(r"^## (.*)", page, flags=re.MULTILINE) == ["Why", "What counts", "What to do", "Example"]


def test_the_format_that_is_shown_works(findings: Findings) -> None:
    form = _shown("FORMAT")
    assert isinstance(form, Format)
    assert "scripts/reset_pilot.py\n" in form.render(findings)
    assert "drop_everything" not in form.render(findings)


def test_the_page_that_is_shown_works(findings: Findings) -> None:
    page = _shown("PAGE")
    assert isinstance(page, Page)
    assert "| python |" in page.render(findings)[page.hub]


def test_the_result_that_is_shown_works(monkeypatch: pytest.MonkeyPatch) -> None:
    results = _shown("RESULTS")
    assert isinstance(results, dict)
    monkeypatch.setattr(library, "_by_path", lambda: results)
    text = "import furl, requests\nrequests.delete(furl.furl('https://shop.example/orders'))\n"
    languages = members("handover_generator.languages", "LANGUAGE", Language)
    file = SourceFile(path="a.py", blob="", size=len(text), text=text)
    read = {"a.py": next(one for one in languages if one.claims(file)).read(file)}
    toolbox = Toolbox(files={"a.py": file}, modules=read, languages=languages, catalogue=load_catalogue())
    acts = [event for entry in toolbox.entries("a.py") for event in toolbox.routine(entry).events if isinstance(event, Act)]
    assert [act.target for act in acts] == ["https://shop.example/orders"]


def test_the_language_that_is_shown_works() -> None:
    language = _shown("LANGUAGE")
    assert isinstance(language, Language)
    text = "rm -rf /srv/reports\n\nscripts/a.sh\n"
    files = {"a.bat": SourceFile(path="a.bat", blob="", size=len(text), text=text)}
    assert language.claims(files["a.bat"])
    modules = {path: language.read(file) for path, file in files.items()}
    known = (*members("handover_generator.languages", "LANGUAGE", Language), language)
    toolbox = Toolbox(files=files, modules=modules, languages=known, catalogue=load_catalogue())
    tracer = language.tracer(toolbox)
    for name, asked in inspect.getmembers(Tracer, inspect.isfunction):
        if not name.startswith("_"):
            assert list(inspect.signature(getattr(tracer, name)).parameters) == list(inspect.signature(asked).parameters)[1:], name
    assert toolbox.starts("a.bat") == ()
    (entry,) = toolbox.entries("a.bat")
    acts = [event for event in toolbox.routine(entry).events if isinstance(event, Act)]
    assert [(act.resource, act.target, act.destructive, act.at.line) for act in acts] == [("filesystem", "/srv/reports", True, 1)]


def test_the_row_that_is_shown_is_valid() -> None:
    (row,) = re.findall(r"```yaml\n(- cmd.*?)```", TEXTS["CONTRIBUTING.md"], flags=re.DOTALL)
    assert load_catalogue({"handover/effects.yml": row}).commands.get("shred") is not None


# This repository itself ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_we_use_it_ourselves(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")     # what we accepted ends some day; the tests must not
    if not (TOP / ".git").exists():
        pytest.skip("not a clone")
    assert run(["check", "--repo", str(TOP), "--no-cache", "-q"]) == 0, capsys.readouterr().out
