"""Whom a written owner means: a handle, an address, a name or a Backstage reference to a role or a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeVar

from handover_generator.analysis._names import clean_email, name_words, noreply_login
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import Person
from handover_generator.records import record
from handover_generator.regexes import regex

_ADDRESS = regex(r"[^\s<>,;\"']{1,200}@[^\s<>,;\"']{1,200}")
# Backstage writes kind and namespace before the name: "group:default/payments".
_REFERENCE = regex(r"(?:(?P<kind>user|group|role):)?(?:[\w.-]+/)?(?P<name>[^/:]+)$", re.IGNORECASE)
_SHORTEST_HANDLE = 3

_K = TypeVar("_K")


@record(frozen=True, slots=True)
class Meant:
    """Whom a written owner means. ``owner``: a role or person id, or the text as written; ``people``: the person ids behind it."""

    owner: str
    people: tuple[str, ...]


class Who:
    """Names, addresses and handles to roles and people. A form that fits two people fits nobody."""

    def __init__(self, people: Sequence[Person], ownership: Ownership) -> None:
        self._roles = {role.id.casefold(): role for role in ownership.roles}
        self._people = {person.id: person for person in people}
        self._declared = {person.id: person for person in ownership.people}
        self._ids: dict[str, str] = {key.casefold(): key for key in (*self._people, *self._declared)}
        self._emails: dict[str, str | None] = {}
        self._handles: dict[str, str | None] = {}
        self._names: dict[tuple[str, ...], str | None] = {}
        for key, emails, name in sorted(self._known()):
            for email in emails:
                self._learn_email(key, email)
            words = name_words(name)
            if words:
                self._add(self._names, words, key)
            if len(words) > 1:
                for handle in _handles_of(name):
                    self._add(self._handles, handle, key)

    def _known(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        for person in self._people.values():
            if not person.bot:
                yield person.id, person.emails, person.name
        for declared in self._declared.values():
            yield declared.id, declared.emails, declared.name

    def _learn_email(self, key: str, email: str) -> None:
        clean = clean_email(email)
        if clean.startswith("@"):  # a handle among the addresses
            self._add(self._handles, clean[1:], key)
            return
        self._add(self._emails, clean, key)
        login = noreply_login(clean) or clean.partition("@")[0]
        if len(login) >= _SHORTEST_HANDLE:
            self._add(self._handles, login, key)

    @staticmethod
    def _add(table: dict[_K, str | None], form: _K, key: str) -> None:
        table[form] = key if table.get(form, key) == key else None

    def resolve(self, written: str) -> Meant:
        """Whom an owner as written means."""
        text = written.strip()
        address = _ADDRESS.search(text)
        if address and not address.group().startswith("@"):
            person = self._emails.get(clean_email(address.group()))
            if person is not None:
                return Meant(person, (person,))
            # "Ada Obi <old@example.org>": the name is left.
            text = text[: address.start()].strip(" <(") or text
        reference = _REFERENCE.match(text.removeprefix("@@").removeprefix("@"))
        name = reference["name"].strip() if reference else text
        kind = (reference["kind"] or "").lower() if reference else ""
        for form in dict.fromkeys((text.casefold(), name.casefold())):
            if form in self._roles and kind != "user":
                role = self._roles[form]
                return Meant(role.id, (role.holder,) if role.holder else ())
            # A team is not the person of the same name.
            if form in self._ids and kind != "group" and (kind == "user" or "/" not in text):
                person = self._ids[form]
                return Meant(person, (person,))
        if kind == "group" or (text.startswith("@") and "/" in text):
            return Meant(written.strip(), ())
        person = self._names.get(name_words(name)) or self._handles.get(name.casefold())
        return Meant(person, (person,)) if person is not None else Meant(written.strip(), ())

    def is_gone(self, person: str) -> bool:
        """Whether somebody has left or shows no activity any more."""
        known = self._people.get(person)
        if known is not None:
            return not known.present
        declared = self._declared.get(person)
        return declared is not None and declared.left is not None


def _handles_of(name: str) -> Iterator[str]:
    """Account names that a full name commonly gives: adaobi, ada-obi, ada_obi, ada.obi, aobi."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    words = [word for word in re.split(r"[\W_]+", plain.casefold()) if word]
    if len(words) < 2:
        return
    for joint in ("", "-", "_", "."):
        yield joint.join(words)
    yield words[0][0] + words[-1]
