"""Folders of services that s6 starts."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Context, Lines
from handover_generator.sources._starters.kind import StarterKind

_SERVICE_FOLDER = regex(r"(?:s6-rc\.d|services\.d|service|sv)/[^/]+/(?:up|down|run|finish)\Z")


def is_service_folder(path: str, text: str) -> bool:
    """Whether a text is the command line of a service that s6 starts: it is named for what it does there, or written for execline."""
    return bool(_SERVICE_FOLDER.search(path)) and (not text.startswith("#!") or "execlineb" in text.partition("\n")[0])


def read_service_folder(path: str, lines: Lines) -> Callable[[int], Context | None]:
    """The service that each line belongs to: it is called as its folder is."""
    service = path.split("/")[-2]
    return lambda number: Context("config", detail=f"service {service}")


STARTER = StarterKind(fits=is_service_folder, read=read_service_folder, order=40)
