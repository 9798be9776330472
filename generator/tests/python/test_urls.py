"""Addresses that are put together."""

from __future__ import annotations

import pytest

from handover_generator.languages._python.urls import joined
from handover_generator.model.text import Hole, Text

BASE, ID = Hole("env", "BASE"), Hole("argument", "id")


@pytest.mark.parametrize(("base", "path", "whole"), [
    (Text.of("https://h/api/"), Text.of("v1"), "https://h/api/v1"),
    (Text.of("https://h/api"), Text.of("/v1"), "https://h/v1"),
    (Text((BASE,)), Text.of("/users/", ID), "${BASE}/users/${id}"),
    (Text((BASE,)), Text.of("users"), "${BASE}/users"),
    (Text((BASE, "/api/v1")), Text.of("/users"), "${BASE}/users"),
    (Text((BASE, "/api/v1")), Text.of("v2"), "${BASE}/api/v2"),
    (Text((BASE, "://h/api")), Text.of("/users"), "${BASE}://h/users"),
    (Text.of("https://h/api/v1"), Text.of("users/", ID), "https://h/api/users/${id}"),
    (Text.of("https://h"), Text.of("users/", ID), "https://h/users/${id}"),
    (Text((BASE,)), Text.of("https://other/", ID), "https://other/${id}"),
    (Text((BASE,)), Text((ID,)), "${id}"),
])
def test_joined(base: Text, path: Text, whole: str) -> None:
    assert joined(base, path).render() == whole
