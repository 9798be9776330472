"""A repository of a few files in memory, and what each recipe of one of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, commands_of, walk
from handover_generator.catalogue.load import Catalogue, load_catalogue
from handover_generator.model.behaviour import Action
from handover_generator.model.inventory import Command, Effect
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Language
from handover_generator.registry import members

Recipes = Callable[[str, Mapping[str, str]], dict[str, Command]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


def _toolbox(catalogue: Catalogue, texts: Mapping[str, str]) -> Toolbox:
    files = {name: SourceFile(path=name, blob="", size=len(text), text=text) for name, text in texts.items()}
    languages = members("handover_generator.languages", "LANGUAGE", Language)
    modules = {name: language.read(file) for name, file in files.items() for language in languages if language.claims(file)}
    return Toolbox(files=files, modules=modules, languages=languages, catalogue=catalogue, source_roots=("",))


@pytest.fixture
def walked(catalogue: Catalogue) -> Callable[[str, Mapping[str, str]], Walked]:
    """What all recipes of the file at a path do together."""

    def run(path: str, texts: Mapping[str, str]) -> Walked:
        toolbox = _toolbox(catalogue, texts)
        return walk(toolbox.entries(path), toolbox.routine, path)

    return run


@pytest.fixture
def recipes(catalogue: Catalogue) -> Recipes:
    """The recipes of the file at a path, by name. What all of them do together is at least what each does."""

    def run(path: str, texts: Mapping[str, str]) -> dict[str, Command]:
        toolbox = _toolbox(catalogue, texts)
        starts = toolbox.starts(path)
        found = commands_of([*starts, *starts] if len(starts) == 1 else starts, toolbox.routine, path)
        walked = walk(toolbox.entries(path), toolbox.routine, path)
        assert {effect.at for command in found for effect in command.effects} <= {effect.at for effect in walked.effects}
        assert 0 <= walked.resolved <= walked.reachable
        return {command.name: command for command in found}

    return run


@pytest.fixture(scope="session")
def told() -> Callable[[Command], list[str]]:
    """What a recipe does that is more than to read: ``resource action target[ !]``."""

    def words(effect: Effect) -> str:
        return " ".join(part for part in (effect.resource, effect.action.value, effect.target, "!" if effect.destructive else None) if part)

    return lambda command: [words(effect) for effect in command.effects if effect.action is not Action.READ]
