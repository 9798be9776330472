"""A repository of a few files in memory, traced as the program does it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, walk
from handover_generator.catalogue.load import Catalogue, load_catalogue
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Language
from handover_generator.registry import members

Trace = Callable[..., Walked]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def tools(catalogue: Catalogue) -> Callable[..., Toolbox]:
    def made(script: str, files: dict[str, str] | None = None, *, path: str = "run.py", **options: object) -> Toolbox:
        texts = {path: script, **(files or {})}
        sources = {
            name: SourceFile(path=name, blob="", size=len(text), text=textwrap.dedent(text).lstrip("\n")) for name, text in texts.items()
        }
        languages = members("handover_generator.languages", "LANGUAGE", Language)
        modules = {name: language.read(file) for name, file in sources.items() for language in languages if language.claims(file)}
        return Toolbox(files=sources, modules=modules, languages=languages, catalogue=catalogue, **options)  # type: ignore[arg-type]

    return made


@pytest.fixture
def trace(tools: Callable[..., Toolbox]) -> Trace:
    def run(script: str, files: dict[str, str] | None = None, *, path: str = "run.py", **options: object) -> Walked:
        toolbox = tools(script, files, path=path, **options)
        walked = walk(toolbox.entries(path), toolbox.routine, path)
        assert 0 <= walked.resolved <= walked.reachable
        return walked

    return run
