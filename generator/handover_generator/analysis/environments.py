"""Words for environments, as people put them in file names, sections, keys and host names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from handover_generator.regexes import regex

PRODUCTION = "production"

_CANONICAL = {
    "production": "production", "prod": "production", "prd": "production", "live": "production",
    "staging": "staging", "stage": "staging", "stg": "staging",
    "preprod": "preproduction", "preproduction": "preproduction", "preprd": "preproduction",
    "development": "development", "dev": "development", "devel": "development", "develop": "development",
    "local": "local", "localhost": "local",
    "test": "test", "testing": "test", "tst": "test",
    "qa": "qa", "uat": "uat", "acceptance": "acceptance", "acc": "acceptance", "ci": "ci", "integration": "integration",
    "pilot": "pilot", "demo": "demo", "sandbox": "sandbox", "canary": "canary", "training": "training", "preview": "preview",
}
# Words too common in ordinary names to tell an environment from a key or a host (TEST_RUNNER, live_reload, STAGE_COUNT).
_ORDINARY = frozenset(("test", "testing", "live", "stage", "local", "localhost", "integration", "acceptance", "acc", "ci", "preview",
                       "training",
                       "demo", "develop", "canary", "sandbox"))
# "near-prod" and "non-prod" are precisely not production.
_NEGATIONS = frozenset(("near", "non", "not", "no", "pseudo", "like", "fake", "mock", "quasi", "almost", "simulate", "simulated", "simulation",
                        "synthetic", "dummy", "imitation"))
HARMLESS = frozenset(("development", "local", "test", "ci"))
_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def canonical(name: str) -> str:
    """One spelling for an environment: ``prod``, ``PRD`` and ``live`` are ``production``; unknown names are lower-cased."""
    folded = name.strip().lower()
    return _CANONICAL.get(folded, folded)


def is_production(name: str) -> bool:
    """Whether an environment's name means production."""
    folded = canonical(name)
    return folded == PRODUCTION or told_by_words(words_of(name)) == PRODUCTION


def lets_production_in(words: Sequence[str], *, named: bool) -> bool:
    """Whether a test of the place lets production through, as one of several places or alone.

    Args:
        words: what the place is compared with.
        named: whether the places of these names come through; else those do that have another name. Who only keeps other places away
            (``!= dev``) lets production in, where all of the words are names of such places: a host of any name may be one.
    """
    live = sum(map(is_production, words))
    return bool(words) and (live > 0 if named else live == 0 and all(told_by_words(words_of(word)) is not None for word in words))


def words_of(text: str) -> list[str]:
    """The words of an identifier or file name, lower-case: ``settingsProd-eu`` gives settings, prod, eu."""
    return [word.lower() for word in _WORD.findall(text)]


def told_by_words(words: Iterable[str], *, strict: bool = False) -> str | None:
    """The environment that words name, or None where none or two different ones are named.

    Args:
        words: lower-case words in order.
        strict: leave words out that are common in ordinary names (for keys and hosts; file and section names need no such care).
    """
    found: set[str] = set()
    before = ""
    row = list(words)
    for position, word in enumerate(row):
        after = row[position + 1] if position + 1 < len(row) else ""
        if word == "pre" and after in ("prod", "production", "prd"):
            found.add("preproduction")
        elif word in _CANONICAL and before != "pre":
            if before in _NEGATIONS or after in ("like", "ish"):
                return None
            if not (strict and word in _ORDINARY):
                found.add(_CANONICAL[word])
        before = word
    return found.pop() if len(found) == 1 else None


def host_matches(host: str, pattern: str) -> bool:
    """Whether a host is meant by a declared host, which may be a glob; case does not matter, a port does not count."""
    return fnmatchcase(_bare(host), _bare(pattern))


def _bare(host: str) -> str:
    name = host.strip().lower().rstrip(".")
    return re.sub(r":\d+\Z", "", name)
