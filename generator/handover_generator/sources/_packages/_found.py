"""What a reader of one manifest hands back."""

from __future__ import annotations

import re

from handover_generator.model.location import Location
from handover_generator.records import field, record
from handover_generator.regexes import regex


@record(slots=True)
class Found:
    """Facts of one manifest, in the order of its text.

    ``commands``: (name, group, target as written, line). ``roots``: folders relative to the manifest's own folder.
    """

    path: str
    distributions: list[tuple[str, int]] = field(default_factory=list)
    commands: list[tuple[str, str, str, int]] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """The folder the manifest stands in, '' for the top."""
        return self.path.rpartition("/")[0]

    def at(self, line: int) -> Location:
        """A line of the manifest."""
        return Location(self.path, line)

    def require(self, requirement: str, line: int) -> None:
        """Note one requirement in any of the notations pip understands."""
        name = requirement_name(requirement)
        if name:
            self.distributions.append((name, line))


_NAME = regex(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@,(\s#].*)?\Z", re.DOTALL)
_EGG = regex(r"[#&]egg=([A-Za-z0-9._-]+)")
_GIT = regex(r"(?:git|hg|svn|bzr)\+[^\s]*?/([A-Za-z0-9._-]+?)(?:\.git)?(?:@[^\s#]*)?(?:#.*)?\Z")
_WHEEL = regex(r"(?:.*/)?([A-Za-z0-9][A-Za-z0-9._]*)-\d[^/]*\.(?:whl|tar\.gz|zip|tar\.bz2)\Z")


def requirement_name(requirement: str) -> str | None:
    """The distribution a requirement asks for, or None (a local folder, an option, a file to include)."""
    text = requirement.strip()
    if not text or text.startswith(("#", ".", "/")):
        return None
    egg = _EGG.search(text)
    if egg:
        return egg.group(1)
    if "://" in text.split(" @ ", 1)[0]:
        found = _GIT.match(text) or _WHEEL.match(text.split("#", 1)[0].split(" ", 1)[0])
        return found.group(1) if found else None
    name = _NAME.match(text)
    return name.group(1) if name else None


def line_of(text: str, needle: str, after: int = 0) -> int:
    """The line, from 1, on which ``needle`` first stands at or after offset ``after``; 1 if it stands nowhere."""
    position = text.find(needle, after)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1
