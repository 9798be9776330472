"""The records that pages and formats expose to the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handover_generator.model.findings import Findings
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site or a family of them.

    ``render`` gives {path below the docs folder: Markdown text}. ``order`` is the place of ``hub`` in the navigation (None: not in it);
    ``hub`` the path of the family's first page.
    """

    id: str
    title: str
    hub: str
    order: int | None
    render: Callable[[Findings], Mapping[str, str]]


@record(frozen=True, slots=True, kw_only=True)
class Format:
    """An output format of one command. ``render`` takes what the command produces (``Findings`` for scan, ``CheckReport`` for check, ``Explanation``
    for explain, ``FolderScripts`` for folder, ``Comparison`` for review, ``LeavingPack`` for leave) and gives the text.
    """

    name: str                        # as in --format NAME
    command: str                     # scan, check, review, explain, folder (explain of a folder), leave
    render: Callable[[Any], str]
