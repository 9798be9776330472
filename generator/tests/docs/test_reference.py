"""What can be wrong in the reference pages is compared with the program."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from handover_generator import cli
from handover_generator.analysis import harm, knowledge, lamps
from handover_generator.catalogue import _format, _words, commands
from handover_generator.checks import _danger
from handover_generator.languages._claims import TITLES
from handover_generator.model.behaviour import RESOURCES, Action, Confidence, GuardKind
from handover_generator.model.findings import DayOne, Findings, Severity
from handover_generator.model.people import KnowledgeState
from handover_generator.model.rendering import Format
from handover_generator.model.roles import ROLES, TARGETS
from handover_generator.registry import members
from handover_generator.renderers.formats.scan_json import inventory
from handover_generator.sources import ownership

COMMANDS = sorted(cli.main.commands.items())
Docs = dict[str, str]


def _section(text: str, title: str) -> str:
    """The part of a page under a heading of the second level."""
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return next(part for part in parts if part.startswith(title + "\n"))


def _code(text: str) -> set[str]:
    """Everything that stands between single backquotes."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


# Commands -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_option_of_every_command_is_documented(docs: Docs, name: str, command: click.Command) -> None:
    page = docs["commands.md"]
    own, common = _code(_section(page, name)), _code(_section(page, "Options of every command but `demo`"))
    own_words = {word for item in own for word in re.findall(r"--?[a-z][a-z-]*", item)}
    common_words = {word for item in common for word in re.findall(r"--?[a-z][a-z-]*", item)}
    for option in command.params:
        if isinstance(option, click.Option):
            for word in (*option.opts, *option.secondary_opts):
                assert word in own_words | (common_words if name != "demo" else set()), word
        else:
            assert (option.make_metavar(click.Context(command)).strip("[]") in _section(page, name)), option.name


def test_no_option_is_documented_that_is_not_there(docs: Docs) -> None:
    known = {word for _, command in COMMANDS for option in command.params for word in option.opts} | {"--help", "-h", "--version"}
    for name, command in COMMANDS:
        own = {word for option in command.params for word in option.opts}
        table = [line for line in _section(docs["commands.md"], name).splitlines() if line.startswith("| `-")]
        for line in table:
            assert set(re.findall(r"`(--?[a-z][a-z-]*)", line.split("|")[1])) <= own, line
    for page, text in docs.items():
        for line in text.splitlines():
            if re.match(r"\s*(?:- (?:run: )?)?handover [a-z]", line):
                used = set(re.findall(r"(?<!\S)(--[a-z-]+)", line.split("&&")[0].split("#")[0]))
                assert used <= known, f"{page}: {line}"


def test_every_format_is_documented(docs: Docs) -> None:
    for form in members("handover_generator.renderers.formats", "FORMAT", Format):
        command = "explain" if form.command == "folder" else form.command        # explain, of a folder
        assert f"`{form.name}`" in _section(docs["commands.md"], command), (form.command, form.name)


def test_exit_codes_are_those_of_the_help(docs: Docs) -> None:
    told = set(re.findall(r"^\| (\d+) \|", _section(docs["commands.md"], "Exit codes"), flags=re.MULTILINE))
    assert set(re.findall(r"\b\d+(?= )", cli._EXIT_CODES)) <= told


# Errors ---------------------------------------------------------------------------------------------------------------------


def _slugs() -> Iterator[str]:
    folder = Path(str(resources.files("handover_generator")))
    for path in sorted(folder.rglob("*.py")):
        yield from re.findall(r'slug(?:: str)? ?= ?"([a-z-]+)"', path.read_text("utf-8"))


def test_every_error_has_its_anchor_and_no_other_has(docs: Docs) -> None:
    told = re.findall(r"^### (.+)$", docs["errors.md"], flags=re.MULTILINE)
    assert sorted(told) == sorted(set(_slugs()))


# What people write ------------------------------------------------------------------------------------------------------------


def _keys(schema: dict[str, Any], node: dict[str, Any]) -> Iterator[str]:
    """Names of the keys that an entry may have, without those of the entries in it."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    for part in node.get("anyOf", ()):
        yield from _keys(schema, part)
    if "items" in node:
        yield from _keys(schema, node["items"])
    if isinstance(node.get("additionalProperties"), dict):
        yield from _keys(schema, node["additionalProperties"])
    yield from node.get("properties", {})


def test_every_key_of_the_ownership_files_is_documented(docs: Docs) -> None:
    page, schema = docs["ownership.md"], ownership.schema()
    for name, node in schema["properties"].items():
        keys = set(_keys(schema, node)) - set(RESOURCES)
        told = _code(_section(page, name)) | (_code(_section(page, "accepted")) if name == "escalated" else set())
        assert keys <= told, f"{name}: {sorted(keys - told)}"


def test_the_words_of_effects_are_all_there(docs: Docs) -> None:
    for page in ("ownership.md", "catalogue.md"):
        text = " ".join(docs[page].split())
        for resource in RESOURCES:
            assert re.search(rf"\b{resource}\b", text), (page, resource)
    for action in Action:
        assert f"| {action.value} |" in docs["effects.md"]
    for sure in Confidence:
        assert f"| {sure.value} |" in docs["effects.md"]


def test_every_section_of_a_header_is_documented(docs: Docs) -> None:
    told = {item.lower() for item in _code(docs["headers.md"])}
    assert set(TITLES) <= told


def test_every_key_and_word_of_the_catalogue_is_documented(docs: Docs) -> None:
    page = docs["catalogue.md"]
    told = {word for item in _code(page) for word in re.findall(r"[\w-]+", item)}
    for known in (_format._ENTRY_KEYS, _format._ROW_KEYS, _words.API_DO, commands._ROW_KEYS, commands._EFFECT_KEYS, commands.RUN_KINDS):
        assert set(known) <= told, sorted(set(known) - told)


def test_the_example_of_the_catalogue_is_valid(docs: Docs) -> None:
    from handover_generator.catalogue.load import load_catalogue

    example = re.findall(r"```yaml\n(.*?)```", docs["catalogue.md"], flags=re.DOTALL)[0]
    catalogue = load_catalogue({"handover/effects.yml": example})
    assert catalogue.commands.get("pilotctl") is not None
    assert catalogue.apis.package_known("pilotkit")


def test_the_examples_of_ownership_files_are_valid_together(docs: Docs) -> None:
    from handover_generator.model.source import SourceFile

    text = "".join(re.findall(r"```yaml\n(.*?)```", docs["ownership.md"], flags=re.DOTALL))
    stated = ownership.load({"handover/all.yml": SourceFile(path="handover/all.yml", blob="", size=len(text), text=text)})
    assert {person.id for person in stated.people} == {"ada", "marek"}
    assert stated.script("scripts/reset_pilot.py") is not None
    assert stated.closed_trails


# What comes out -----------------------------------------------------------------------------------------------------------------


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def test_every_field_of_the_inventory_is_documented(docs: Docs, findings: Findings) -> None:
    published = inventory(findings)
    told = _code(docs["inventory.md"]) | _code(docs["guards.md"]) | _code(docs["effects.md"])
    published["reading"]["tiers"] = {}
    fields = set(_names(json.loads(json.dumps(published)))) - {"path", "line"}
    assert fields <= told, sorted(fields - told)


def test_every_field_of_the_schema_is_documented(docs: Docs) -> None:
    schema = json.loads(resources.files("handover_generator").joinpath("data/inventory.schema.json").read_text("utf-8"))

    def fields(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict):
                yield from node["properties"]
            for inner in node.values():
                yield from fields(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from fields(inner)

    told = _code(docs["inventory.md"])
    assert set(fields(schema)) - {"path", "line"} <= told | {"line"}, sorted(set(fields(schema)) - told)


def test_schemas_are_named_with_their_number(docs: Docs) -> None:
    folder = Path(str(resources.files("handover_generator")))
    used = {name for path in folder.rglob("*.py") for name in re.findall(r'"(handover-[a-z]+/\d+)"', path.read_text("utf-8"))}
    assert {name for name in used if f"`{name}`" not in docs["inventory.md"]} == set()


def test_words_of_guards_states_and_lists_are_documented(docs: Docs) -> None:
    for kind in GuardKind:
        assert f"| `{kind.value}` |" in docs["guards.md"]
    for _, label in lamps.LAMPS:
        assert f"| {label} |" in docs["guards.md"]
    for state in KnowledgeState:
        assert f"| {state.value} |" in docs["knowledge.md"]
    for state_of_use in ("in-use", "dormant", "vestigial", "cannot-tell"):
        assert f"| {state_of_use} |" in docs["knowledge.md"]
    for word in DayOne:
        assert f"`{word.value}`" in docs["inventory.md"]


def test_every_kind_of_unknown_is_documented(docs: Docs) -> None:
    folder = Path(str(resources.files("handover_generator")))
    kinds = {kind for path in folder.rglob("*.py") for kind in re.findall(r'Unknown\(kind="([a-z-]+)"', path.read_text("utf-8"))}
    assert kinds
    for kind in kinds:
        assert f"| `{kind}` |" in docs["effects.md"], kind


def test_every_form_of_role_is_documented(docs: Docs) -> None:
    page = docs["catalogue.md"]
    for title, forms in (("### Roles", ROLES), ("### Targets", TARGETS)):
        section = page.partition(f"{title}\n")[2].partition("\n## ")[0]
        told = re.findall(r"^\| `([^`]+)` \| (.*) \| (.*) \|$", section, flags=re.MULTILINE)
        assert told == [(form.written, form.means, form.gives) for form in forms]


def test_the_figures_of_danger_are_those_of_the_code(docs: Docs) -> None:
    page = docs["danger.md"]
    for resource, value in harm.HARM_BY_RESOURCE.items():
        row = next(line for line in page.splitlines() if line.startswith("| ") and re.search(rf"\b{resource}\b[,|\s]", line))
        assert row.rstrip(" |").endswith(str(value)), resource
    assert f"| any other | {harm.OTHER_HARM} |" in page
    severities = [line for line in _section(page, "severity").splitlines() if line.startswith("|")]
    told = dict(zip(severities[0].strip("| ").split(" | "), map(float, severities[2].strip("| ").split(" | ")), strict=True))
    assert told == {severity.word: _danger.SEVERITY[severity] for severity in Severity}
    assert re.findall(r"\| (\d\.\d) \|", _section(page, "nobody left")) == [str(value) for value, _ in _danger.KNOWN.values()]
    for figure in (harm.WRITE_SHARE, harm.SEND_HARM, harm.EXECUTE_HARM, harm.GIVEN_HARM, harm.READ_HARM, harm.MINOR_HARM):
        assert str(figure) in _section(page, "harm")


def test_the_formula_of_knowledge_is_that_of_the_code(docs: Docs) -> None:
    page = " ".join(docs["knowledge.md"].split())
    assert f"{knowledge.HALF_LIFE_DAYS} days" in page
    assert f"+ {knowledge.CREATOR_BONUS} x creator(p)" in page
    assert f"at least {knowledge.KNOWS_FROM} and at least a quarter" in page
    assert knowledge.KNOWS_SHARE == 0.25
    assert knowledge.WEAR_AT_MOST == 0.1
    others = ", ".join(str(days) for days in knowledge.STABLE_HALF_LIVES if days != knowledge.HALF_LIFE_DAYS)
    assert others.replace(", 1080", " or 1080") in page


# Pages made from the code ---------------------------------------------------------------------------------------------------------


def _tool(top: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_manual", top / "generator" / "tools" / "make_manual.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_those_of_the_code(top: Path, docs: Docs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(top / "generator" / "tools"))
    wanted = _tool(top).pages()
    assert {path: text for path, text in docs.items() if path.startswith("checks/") or path == "modules.md"} == wanted


def test_each_module_says_what_it_is(docs: Docs, top: Path) -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", docs["modules.md"], flags=re.MULTILINE))
    package = top / "generator" / "handover_generator"
    assert rows.keys() == {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    assert [name for name, says in rows.items() if not says.endswith((".", ":"))] == []


def test_every_decision_is_in_the_index(docs: Docs) -> None:
    records = {path.removeprefix("decisions/") for path in docs if path.startswith("decisions/")} - {"index.md"}
    assert set(re.findall(r"\]\(([\w.-]+\.md)\)", docs["decisions/index.md"])) == records


def test_the_manual_speaks_plain_text(docs: Docs, top: Path) -> None:
    for name, text in {**docs, "README.md": (top / "README.md").read_text("utf-8")}.items():
        assert str(top) not in text, name
        assert "TODO:" not in text.replace("Undo: TODO: how to get back", "").replace("TODO: where", ""), name
