"""Reading ``.mailmap``: which recorded name and address stand for which person (format: gitmailmap(5), all four forms)."""

from __future__ import annotations

from handover_generator.model.history import Identity
from handover_generator.records import field, record
from handover_generator.regexes import regex

_PAIR = regex(r"([^<>]*)<([^<>]*)>")


@record()
class _Target:
    name: str | None = None
    email: str | None = None
    by_name: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)


class Mailmap:
    """A parsed mailmap. Addresses and names compare without regard to capitals; later lines override earlier ones; nothing is chained."""

    def __init__(self, text: str) -> None:
        self._targets: dict[str, _Target] = {}
        for line in text.splitlines():
            self._read(line)

    def _read(self, line: str) -> None:
        if line.lstrip().startswith("#"):
            return
        pairs = _PAIR.findall(line)
        if not pairs:
            return
        name, email = (part.strip() for part in pairs[0])
        if len(pairs) == 1:
            if name:
                self._target(email).name = name
            return
        old_name, old_email = (part.strip() for part in pairs[1])
        target = self._target(old_email)
        if old_name:
            target.by_name[old_name.casefold()] = (name or None, email or None)
        else:
            target.name = name or target.name
            target.email = email or target.email

    def _target(self, email: str) -> _Target:
        return self._targets.setdefault(email.casefold(), _Target())

    def apply(self, identity: Identity) -> Identity:
        """The identity that stands for the recorded one; itself where no line names it."""
        target = self._targets.get(identity.email.strip().casefold())
        if target is None:
            return identity
        name, email = target.by_name.get(identity.name.strip().casefold(), (target.name, target.email))
        return Identity(name or identity.name, email or identity.email)
