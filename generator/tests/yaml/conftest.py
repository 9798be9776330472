"""Small files, people and findings for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.errors import ConfigurationError
from handover_generator.model.ownership import Ownership
from handover_generator.model.source import SourceFile
from handover_generator.sources import ownership

Files = dict[str, SourceFile]


@pytest.fixture
def files() -> Callable[[dict[str, str | None]], Files]:
    """Listed files from {path: text}."""
    return lambda texts: {path: SourceFile(path=path, blob="0" * 40, size=len(text or ""), text=text) for path, text in texts.items()}


@pytest.fixture
def load(files: Callable[[dict[str, str | None]], Files]) -> Callable[..., Ownership]:
    """The ownership of ``handover/all.yml`` with the given text, or of several files by name."""

    def run(text: str | None = None, **others: str | None) -> Ownership:
        texts = {"all": text, **others} if text is not None else dict(others)
        return ownership.load(files({f"handover/{name}.yml": content for name, content in texts.items()}))

    return run


@pytest.fixture
def mistakes(load: Callable[..., Ownership]) -> Callable[..., list[str]]:
    """The first line of every mistake."""

    def run(text: str | None = None, **others: str | None) -> list[str]:
        with pytest.raises(ConfigurationError) as caught:
            load(text, **others)
        return [problem.split("\n", 1)[0] for problem in caught.value.problems]

    return run
