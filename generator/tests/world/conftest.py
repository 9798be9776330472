"""Repositories as small dicts of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis import discover
from handover_generator.analysis.packaging import Packaging
from handover_generator.model.inventory import Starter
from handover_generator.model.source import Module, SourceFile, Unread
from handover_generator.model.tracing import Language
from handover_generator.registry import members
from handover_generator.sources.packages import read_packaging
from handover_generator.sources.starters import StarterSearch

Texts = Mapping[str, str]
Files = dict[str, SourceFile]


@pytest.fixture
def files() -> Callable[[Texts], Files]:
    """Listed files from {path: text}; a path that ends with ``!`` is marked executable."""

    def build(texts: Texts) -> Files:
        listed = {}
        for path, text in sorted(texts.items()):
            name = path.rstrip("!")
            listed[name] = SourceFile(path=name, blob="0" * 40, size=len(text), executable=path.endswith("!"), text=text)
        return listed

    return build


@pytest.fixture
def started(files: Callable[[Texts], Files]) -> Callable[..., list[str]]:
    """What starts ``script`` in the repository: ``path:line kind schedule zone detail``, absent parts left out."""

    def run(script: str, texts: Texts) -> list[str]:
        listed = files(texts)
        packaging = read_packaging(listed)
        rows = StarterSearch(listed, discover.candidates(listed), packaging.console_scripts, packaging.source_roots).starters().get(script, ())
        return [" ".join(part for part in (f"{row.path}:{row.line}", row.kind, row.schedule, row.zone, row.detail) if part) for row in rows]

    return run


def _modules(listed: Files) -> dict[str, Module | Unread]:
    languages = members("handover_generator.languages", "LANGUAGE", Language)
    claimed = {path: next((language for language in languages if language.claims(file)), None) for path, file in listed.items()}
    return {path: language.read(listed[path]) for path, language in claimed.items() if language is not None}


@pytest.fixture
def unread(files: Callable[[Texts], Files]) -> Callable[[Texts], list[tuple[str, str]]]:
    """Files that look like scripts and that no language took, with the reasons."""

    def run(texts: Texts) -> list[tuple[str, str]]:
        listed = files(texts)
        return [(row.path, row.reason) for row in discover.unread_scripts(listed, _modules(listed))]

    return run


@pytest.fixture
def scripts(files: Callable[[Texts], Files]) -> Callable[[Texts], dict[str, tuple[str, ...]]]:
    """The scripts of a repository with the reasons, languages read for real."""

    def run(texts: Texts) -> dict[str, tuple[str, ...]]:
        listed = files(texts)
        packaging: Packaging = read_packaging(listed)
        mentions: dict[str, tuple[Starter, ...]] = StarterSearch(listed, discover.candidates(listed), packaging.console_scripts,
                                                                 packaging.source_roots).starters()
        return discover.find_scripts(listed, _modules(listed), packaging, mentions)

    return run
