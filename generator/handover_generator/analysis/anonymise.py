"""An inventory without names: every person becomes "Person 1", "Person 2" ... wherever a name, an address or an account name may stand.

The numbers follow the hashes of the ids, so they are the same in every output of one repository and say nothing about rank or age. Texts
that people wrote (commit subjects, headers, answers) are searched for full names and addresses; a single first name in prose stays, because
nobody could tell it from a word. Programs keep their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from hashlib import sha256
from typing import Any, TypeVar

from handover_generator.analysis._names import full_name, noreply_login
from handover_generator.model.inventory import Inventory, OwnerFacts
from handover_generator.model.location import CallStep, Location
from handover_generator.model.ownership import DeclaredPerson, Ownership, ScriptEntry
from handover_generator.model.people import Knower, Milestone, Person
from handover_generator.model.source import Claims
from handover_generator.records import field_names, record, replace
from handover_generator.regexes import regex

Value = TypeVar("Value")
_ADDRESS = regex(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ACCOUNT = regex(r"(?<![\w@/.])@([A-Za-z0-9][A-Za-z0-9-]*)(?![\w/.-])")
_ONLY_ACCOUNT = regex(r"@([a-z0-9][a-z0-9-]*)")
_OWNER_LINE = regex(r"(?im)^([^\n\w]*owners?\s*:[ \t]*)([^\n]*\S)")
_TOLD = frozenset({"closed", "second_because", "absent_because", "state_note"})
# Fields that hold a person, whatever the record.
_PERSON_FIELDS = frozenset({"person", "author", "by", "to", "holder", "predecessors", "owner", "owners", "gone", "second", "verified_by"})


@record(frozen=True, slots=True)
class _Masks:
    ids: Mapping[str, str]               # id to new id
    names: Mapping[str, str]             # name without capitals to new name
    addresses: Mapping[str, str]
    logins: Mapping[str, str]
    bots: frozenset[str]
    words: Mapping[str, str]             # ids and names of any length, for sentences that the program itself made
    prose: re.Pattern[str] | None
    sentence: re.Pattern[str] | None

    def id(self, text: str) -> str:
        """A person's id, name or account name as a whole field."""
        plain = text.strip().casefold()
        known = self.ids.get(text) or self.names.get(plain) or self.addresses.get(plain)
        if known is not None:
            return known
        account = _ONLY_ACCOUNT.fullmatch(plain)
        # Whoever owns something under an account that no commit shows has a name there all the same; a team (@org/team) is nobody's.
        return "@" + self.logins.get(account[1], "somebody") if account is not None else self.told(text)

    def header(self, text: str) -> str:
        """A header as a whole: what stands after "Owner:" can only be a person, all else is prose."""
        return self.text(_OWNER_LINE.sub(lambda found: found[1] + self.id(found[2]), text))

    def text(self, text: str) -> str:
        """Prose: addresses, full names and account names in it."""
        if self.prose is not None:
            text = self.prose.sub(lambda found: self.names.get(_plain(found.group()), "Somebody"), text)
        text = _ADDRESS.sub(lambda found: self.addresses.get(found.group().casefold(), "someone@anonymous.invalid"), text)
        return _ACCOUNT.sub(lambda found: "@" + self.logins.get(found.group(1).casefold(), found.group(1)), text)

    def told(self, text: str) -> str:
        """A sentence that the program made, in which an id or a short name can only be a person."""
        if self.sentence is not None:
            text = self.sentence.sub(lambda found: self.words.get(_plain(found.group()), "Somebody"), text)
        return self.text(text)

    def author(self, name: str) -> str:
        """The display name of a commit's author."""
        return name if _plain(name) in self.bots else self.names.get(_plain(name), "Somebody")


def anonymise(inventory: Inventory) -> Inventory:
    """The same inventory with every person replaced consistently; scripts, places and lines stay as they are.

    Order of people follows the new ids, so that nothing can be read off it.
    """
    masks = _masks(inventory)
    if not masks.ids:
        return inventory
    changed = _walk(inventory, masks)
    assert isinstance(changed, Inventory)
    return replace(changed, people=tuple(sorted(changed.people, key=lambda person: person.id)))


def pseudonyms(inventory: Inventory) -> Mapping[str, str]:
    """Each person's id in an inventory with names to the id that ``anonymise`` gives: whoever asks by name is answered about a number."""
    return _masks(inventory).ids


def _masks(inventory: Inventory) -> _Masks:
    declared = {person.id: person for person in inventory.ownership.people}
    people = {person.id: person for person in inventory.people if not person.bot}
    everyone = sorted({*people, *declared, *_mentioned(inventory, people)}, key=_hashed)
    width = len(str(len(everyone)))
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    addresses: dict[str, str] = {}
    logins: dict[str, str] = {}
    for number, key in enumerate(everyone, start=1):
        new_id, new_name = f"person-{number:0{width}}", f"Person {number}"
        ids[key] = new_id
        forms = [form for form in (people.get(key), declared.get(key)) if form is not None]
        for form in forms:
            names.setdefault(_plain(form.name), new_name)
            if full_name(form.name):
                logins.setdefault(_plain(form.name).replace(" ", "-"), new_id)      # the usual account of somebody with that name
        for email in (email for form in forms for email in form.emails):
            addresses.setdefault(email.casefold(), f"{new_id}@anonymous.invalid")
            login = email[1:].casefold() if email.startswith("@") else noreply_login(email.casefold())
            if login:
                logins.setdefault(login, new_id)
    bots = frozenset(_plain(person.name) for person in inventory.people if person.bot)
    words = {_plain(key): new for key, new in ids.items()} | names
    return _Masks(ids, names, addresses, logins, bots, words, _any_of(name for name in names if full_name(name)), _any_of(words))


def _hashed(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of these as whole words, longest first."""
    whole = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    if not whole:
        return None
    return re.compile("|".join(rf"(?<![\w.@-]){_spaced(name)}(?![\w@-])" for name in whole), re.IGNORECASE)


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _mentioned(inventory: Inventory, people: Mapping[str, Person]) -> set[str]:
    """Ids that only scripts carry: ties and milestones of people the list does not hold."""
    known = {*people, *(person.id for person in inventory.people)}
    return {knower.person for script in inventory.scripts for knower in script.history.knowers} - known


def _walk(value: Any, masks: _Masks, person_field: bool = False) -> Any:
    """A copy of any value of the model with people replaced; values without any stay the same object."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return masks.id(value) if person_field else masks.text(value)
    if isinstance(value, tuple | list):
        found = [_walk(item, masks, person_field) for item in value]
        if all(new is old for new, old in zip(found, value, strict=True)):
            return value
        return tuple(found) if isinstance(value, tuple) else found
    if isinstance(value, dict):
        return {key: _walk(item, masks, person_field or key == "people") for key, item in value.items()}
    if isinstance(value, Location | CallStep | type) or not field_names(type(value)):
        return value
    return _record(value, masks)


def _record(value: Any, masks: _Masks) -> Any:
    if isinstance(value, Person):
        return _person(value, masks)
    if isinstance(value, DeclaredPerson):
        return replace(value, id=masks.ids[value.id], name=_name(masks, value.id), emails=(), reach=None)
    if isinstance(value, Knower):
        return replace(value, person=masks.ids.get(value.person, value.person), name=_name(masks, value.person, value.name))
    if isinstance(value, Claims):
        owned = tuple((key, replace(claim, text=masks.id(claim.text)) if key == "owner" else _walk(claim, masks)) for key, claim in value.sections)
        return replace(value, purpose=_walk(value.purpose, masks), full_text=masks.header(value.full_text), sections=owned,
                       claims_nothing=_walk(value.claims_nothing, masks))
    if isinstance(value, Milestone):
        return replace(value, author=masks.author(value.author), subject=masks.text(value.subject))
    changes: dict[str, Any] = {}
    for name in field_names(type(value)):
        old = getattr(value, name)
        new: Any
        if name == "path":
            continue
        if name == "truck_factor":
            new = tuple((key, _walk(item, masks)) for key, item in old)
        elif isinstance(value, OwnerFacts) and name == "people":
            new = tuple(masks.ids.get(person, person) for person in old)
        elif isinstance(value, OwnerFacts) and name == "others":
            new = tuple((source, masks.id(owner), at) for source, owner, at in old)
        elif name in _TOLD and isinstance(old, str):
            new = masks.told(old)
        elif isinstance(value, ScriptEntry) and name == "answers":
            new = tuple((masks.text(question), masks.text(answer), masks.id(by), on) for question, answer, by, on in old)
        elif isinstance(value, Ownership) and name == "people":
            new = tuple(sorted((_walk(person, masks) for person in old), key=lambda person: person.id))
        else:
            new = _walk(old, masks, name in _PERSON_FIELDS)
        if new is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value


def _person(person: Person, masks: _Masks) -> Person:
    if person.bot:
        return person
    return replace(person, id=masks.ids[person.id], name=_name(masks, person.id), emails=(), reach=None)


def _name(masks: _Masks, key: str, otherwise: str = "") -> str:
    new = masks.ids.get(key)
    return f"Person {int(new.rsplit('-', 1)[1])}" if new else otherwise
