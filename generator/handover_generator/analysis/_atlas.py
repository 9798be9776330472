"""All that is known of environments, asked by value: declared hosts, stores and marks, and the settings mined for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from handover_generator.analysis._targets import Point, bare_host, points_of, worth_a_word
from handover_generator.analysis.environments import canonical, host_matches, is_production, told_by_words, words_of
from handover_generator.model.inventory import Setting
from handover_generator.model.ownership import Ownership
from handover_generator.regexes import regex

SECRET = "(secret)"
SERVICE_KEY = "compose.service"
_ENVIRONMENT_VARIABLE = regex(r"(?:\A|_)(?:ENV|ENVIRONMENT|STAGE|DEPLOY_ENV|APP_ENV|RAILS_ENV|NODE_ENV|PROFILE|TARGET_ENV|DEPLOYMENT"
                              r"|TIER)\Z")
_FOR_PEOPLE = regex(r"(?i)(?:\A|_)(?:org|organi[sz]ation|company|customer|user|author|owner|team|title|label|subject|display|email|mail)"
                    r"(?:_?name)?\Z")
"""Keys of what people read: who somebody is, what a thing is titled."""


class Atlas:
    """All that is known of environments, asked by value."""

    def __init__(self, ownership: Ownership, settings: Sequence[Setting]) -> None:
        self.ownership = ownership
        self.names = {canonical(environment.id): environment.id for environment in ownership.environments}
        self.mined = {self.name(setting.environment) for setting in settings if setting.environment}
        self.by_key: dict[str, list[Setting]] = {}
        self.by_point: dict[Point, dict[str, Setting]] = {}
        services = frozenset(setting.value.lower() for setting in settings if setting.key == SERVICE_KEY)
        for setting in settings:
            self.by_key.setdefault(setting.key, []).append(setting)
            if setting.environment is not None and setting.value != SECRET:
                for point in points_of(setting.value, setting.key):
                    if worth_a_word(point, services):
                        self.by_point.setdefault(point, {}).setdefault(self.name(setting.environment), setting)
        self.services = services
        self._of_machines = {_beside(setting) for setting in settings if setting.value.startswith("${")}
        """Tables of settings that leave the host to the machine: each has a database of that name, so the name says nothing of the place."""

    def name(self, environment: str) -> str:
        """The declared id of an environment, where one is declared for it."""
        return self.names.get(canonical(environment), canonical(environment))

    def known(self, word: str) -> str | None:
        """The environment that a word in a header means, declared or mined or a common name."""
        name = self.name(word)
        declared = {environment.id for environment in self.ownership.environments}
        return name if name in declared or name in self.mined or told_by_words([word.lower()]) is not None else None

    def matters(self, name: str) -> bool:
        """Whether falling into this environment by default is a risk: production by name, or data that cannot be replaced."""
        declared = next((environment for environment in self.ownership.environments if environment.id == name), None)
        return is_production(name) or (declared is not None and (declared.data or "").lower() == "irreplaceable")

    def fallback(self, name: str) -> Setting | None:
        """The value that a settings file gives a variable where nothing else sets it."""
        values = [setting for setting in self.by_key.get(name,
                                                         ()) if setting.environment is None and setting.value != SECRET
                  and setting.at.path.endswith(".py")]
        return values[0] if values else None

    def of_value(self, value: str, key: str = "", *, loose: bool = False, by_name: bool = True) -> list[tuple[str, str]]:
        """(environment, why) for a value: declared hosts, declared stores, hosts of mined settings, the environment's name within it.

        ``loose``: a bare word may be a host whatever its key is called. ``by_name``: whether the words of a name count.
        """
        found: list[tuple[str, str]] = []
        points = points_of(value, key)
        if not points and loose and _may_be_host(value, key):
            points = (Point("host", bare_host(value)),)
        for environment in self.ownership.environments:
            for host in environment.hosts:
                if any(point.kind == "host" and host_matches(point.name, host) for point in points):
                    found.append((environment.id, f"{host} is a host of {environment.id}"))
        for store in self.ownership.stores:
            if any(fnmatchcase(value, pattern) for pattern in store.match):
                found += [(name, f"{store.id} serves {name}") for name in store.environments]
        for point in points:
            for name, setting in sorted(self._users(point).items()):
                found.append((name, f"{setting.key} of {name} is {setting.value}"))
        if not found and by_name:
            for point in points:
                told = told_by_words(words_of(point.name.replace(".", " ").replace("/", " ")),
                                     strict=True) if worth_a_word(point, self.services) else None
                if told is not None and (self.name(told) in self.mined or told in self.names or is_production(told)):
                    found.append((self.name(told), f"the name {point.name} says {told}"))
        return found

    def _users(self, point: Point) -> dict[str, Setting]:
        """Environments whose settings name a point; a database without its host is meant only if just one host has it."""
        if point.kind != "database" or "/" in point.name:
            return self.by_point.get(point, {})
        same = [known for known in self.by_point if known.kind == "database" and known.name.rpartition("/")[2] == point.name]
        users = self.by_point[same[0]] if len(same) == 1 else {}
        return {} if len(users) > 1 and any(_beside(setting) in self._of_machines for setting in users.values()) else users

    def of_mark(self, variable: str, value: str) -> str | None:
        """The environment that ``variable=value`` marks: declared under ``marks``, or a variable for that very purpose."""
        for environment in self.ownership.environments:
            if (variable, value) in environment.marks_env:
                return environment.id
        if _ENVIRONMENT_VARIABLE.search(variable.upper()):
            told = told_by_words(words_of(value))
            return self.name(told) if told is not None else None
        return None


def _beside(setting: Setting) -> tuple[str, str]:
    """The table that a setting stands in: its file, and the key without its last part."""
    return setting.at.path, setting.key.rpartition(".")[0]


def _may_be_host(value: str, key: str) -> bool:
    """Whether a bare word may be a host though its key does not say so: not what somebody or something is called for people, and not what names
    two kinds of places at once (``test-like-prod-data``).
    """
    if re.fullmatch(r"[A-Za-z][\w.-]*(?::\d+)?", value) is None or _FOR_PEOPLE.search(key):
        return False
    words = words_of(value.replace(".", " "))
    return told_by_words(words) is not None or told_by_words(words, strict=True) is None


_made: list[tuple[Ownership, tuple[Setting, ...], Atlas]] = []
"""The atlas made last, with what it was made of."""


def atlas_of(ownership: Ownership, settings: tuple[Setting, ...]) -> Atlas:
    """The atlas of a repository; the same for all of its scripts, so it is made once for the very same objects."""
    for known, held, atlas in _made:              # compared by identity: to hash all settings for each script would cost more than the atlas
        if known is ownership and held is settings:
            return atlas
    _made[:] = [(ownership, settings, Atlas(ownership, settings))]
    return _made[0][2]
