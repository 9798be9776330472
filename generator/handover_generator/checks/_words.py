"""Whether a text names what a script does. Words are English; a text in another language counts as not naming it.

A text names a loss if one sentence holds a word of losing and speaks either of the thing lost or of nothing else in particular. "Removes
old log files" does not name a dropped database; "Deletes the pilot" does. "Reset", "refresh", "sync" and "clean up" name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handover_generator.analysis.commands_alone import by_itself
from handover_generator.analysis.harm import changes
from handover_generator.analysis.way_back import means_something
from handover_generator.model.behaviour import Action
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.regexes import regex

_LOSS = regex(
    r"(?i)\b(delet(e|es|ed|ing|ion|ions)|drop(s|ped|ping)?|remov(e|es|ed|ing|al|als)|destroy(s|ed|ing)?|destruction|destructive(ly)?|wip(e|es|ed|ing)|"
    r"purg(e|es|ed|ing)|truncat(e|es|ed|ing|ion)|eras(e|es|ed|ing)|empt(y|ies|ied|ying)|clear(s|ed|ing)?|flush(es|ed|ing)?|prun(e|es|ed|ing)|"
    r"discard(s|ed|ing)?|overwrit(e|es|ing|ten)|uninstall(s|ed|ing)?|terminat(e|es|ed|ing|ion)|kill(s|ed|ing)?|expung(e|es|ed|ing)|"
    r"evict(s|ed|ing)?|invalidat(e|es|ed|ing|ion)|los(e|es|t)|loss|tears? down|teardown|recreat(e|es|ed|ing)|from scratch|"
    r"zap(s|ped)?|nuk(e|es|ed|ing)|rm)\b"
)
_SEND = regex(
    r"(?i)\b(e-?mails?|e-?mailed|mail(s|ed|ing)?|send(s|ing)?|sent|notif(y|ies|ied|ication|ications|ying)|messag(e|es|ing)|alert(s|ed|ing)?|announc\w+|"
    r"newsletters?|post(s|ed|ing)?|remind\w*|invit\w+|sms|slack|pag(e|es|ing) (the|someone|on-call)|publish\w*)\b"
)
# Words that name one kind of loss only: those of disks, and those of a machine that goes down.
_OF_DISKS = regex(r"(?i)\b((re-?)?(format|partition)(s|ted|ed|ting|ing)?|mkfs|shred(s|ded|ding)?)\b")
_OF_MACHINES = regex(r"(?i)\b((shut(s|ting)?|power(s|ed|ing)?)[- ]?(down|off)|(re-?)?boot(s|ed|ing)?|halt(s|ed|ing)?|restart(s|ed|ing)?)\b")
_NEGATED = regex(r"(?i)\b(never|not|n't|without|no longer|neither|cannot|instead of|rather than)\s+(\w+\s+){0,2}\Z")

# Words by which people name a kind of thing; used only to see that a sentence speaks of something else.
_KINDS = {
    "database": r"databases?|db|dbs|tables?|rows?|records?|schemas?|collections?|data|documents?|entries|users?|accounts?",
    "filesystem": r"files?|folders?|director(y|ies)|logs?|tmp|temporary|temp|artifacts?|dumps?|paths?",
    "cache": r"caches?|cached|redis|memcached?|keys?|sessions?",
    "container": r"containers?|images?|volumes?|compose|stack",
    "object-storage": r"buckets?|objects?|s3|gcs|blobs?|uploads?",
    "search": r"ind(ex|exes|ices)|search|documents?",
    "queue": r"queues?|topics?|messages?|tasks?|jobs?",
    "vcs": r"branch(es)?|tags?|commits?",
    "package": r"packages?|dependenc(y|ies)",
    "process": r"process(es)?|daemons?|workers?|servers?",
    "cluster": r"pods?|deployments?|namespaces?|clusters?|releases?",
}
_KIND_PATTERNS = {kind: regex(rf"(?i)\b({words})\b") for kind, words in _KINDS.items()}
_SENTENCE = regex(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[-*]\s+|;\s")
_LONGEST_TEXT = 20_000


def is_described(script: Script) -> bool:
    """Whether something says what a script is for: its text, or that of each of its commands which changes something."""
    if script.purpose is not None and means_something(script.purpose.text):
        return True
    acting = [command for command in script.commands if changes(by_itself(script, command))]
    return bool(acting) and all(means_something(command.says) for command in acting)


def stated_text(inventory: Inventory, script: Script) -> str:
    """Everything people wrote on what a script does: header, docstring, what each command says, YAML purpose and side effects."""
    return ". ".join(text for text in _texts(inventory, script) if means_something(text))[:_LONGEST_TEXT]


def _texts(inventory: Inventory, script: Script) -> Iterator[str]:
    if script.purpose is not None:
        yield script.purpose.text
    if script.claims.purpose is not None:
        yield script.claims.purpose.text
    yield script.claims.full_text
    for command in script.commands:
        yield command.says
    for _, claim in script.claims.sections:
        yield claim.text
    entry = inventory.ownership.script(script.path)
    if entry is not None and entry.purpose:
        yield entry.purpose


def stated_effect(inventory: Inventory, script: Script, effect: Effect) -> bool:
    """Whether the YAML's ``side_effects`` names this resource and action."""
    entry = inventory.ownership.script(script.path)
    return bool(
        entry
        and entry.side_effects
        and any(item.resource == effect.resource and item.action == effect.action.value for item in entry.side_effects)
    )


def names(text: str, effect: Effect) -> bool:
    """Whether a text names an effect that loses or sends something."""
    sends = effect.action is Action.SEND and not effect.destructive
    own = _OF_DISKS if (effect.target or "").startswith("/dev/") else _OF_MACHINES if effect.resource == "process" else None
    if own is not None and any(not _NEGATED.search(text[max(0, hit.start() - 40) : hit.start()]) for hit in own.finditer(text)):
        return True
    found = _telling(text, sends=sends)
    return bool(found) if sends else any(_speaks_of(sentence, effect) for sentence in found)


@lru_cache(maxsize=512)
def _telling(text: str, *, sends: bool) -> tuple[str, ...]:
    """The sentences that hold a word of losing (of sending) which is not denied. Asked once for every effect of a script, hence kept."""
    pattern = _SEND if sends else _LOSS
    return tuple(
        sentence
        for sentence in _SENTENCE.split(text)
        if any(not _NEGATED.search(sentence[max(0, hit.start() - 40) : hit.start()]) for hit in pattern.finditer(sentence))
    )


def _speaks_of(sentence: str, effect: Effect) -> bool:
    """Whether a sentence speaks of what an effect loses, or of nothing else in particular."""
    lowered = sentence.lower()
    if any(token in lowered for token in _target_words(effect)):
        return True
    own = _KIND_PATTERNS.get(effect.resource)
    if own is not None and own.search(sentence):
        return True
    return not any(other.search(sentence) for kind, other in _KIND_PATTERNS.items() if kind != effect.resource)


def _target_words(effect: Effect) -> tuple[str, ...]:
    words = re.split(r"[^a-z0-9]+", (effect.target or "").lower())
    return tuple(word for word in words if len(word) > 3)


_ASK_PROMISE = regex(
    r"(?i)\b(asks?|prompts?|confirms?)\b[^.\n]{0,40}\b(confirm\w*|before|first|sure|permission)\b|\b(confirmation)\b[^.\n]{0,20}\b(required|needed|asked)\b"
)
_DRY_PROMISE = regex(
    r"(?i)\bdry[- ]?run\b[^.\n]{0,20}\b(by default|is the default|unless)\b|\b(by default|default is)\b[^.\n]{0,20}\bdry[- ]?run\b"
)
_PLACE_PROMISE = regex(
    r"(?i)\b(only|just|exclusively|restricted)\b[^.\n]{0,40}\b(localhost|local|locally|development|dev|staging|testing|tests?|pilots?|sandbox)\b"
    r"|\b(never|not|do not|don't)\b[^.\n]{0,40}\b(production|prod|live)\b"
    r"|\b(localhost|local|development|dev|staging|testing|test)[- ]only\b"
)


def promises(text: str) -> dict[str, str]:
    """The guards a text promises, with the words that do: keys ``confirm``, ``dry_run``, ``env_check``."""
    found = {"confirm": _ASK_PROMISE.search(text), "dry_run": _DRY_PROMISE.search(text), "env_check": _PLACE_PROMISE.search(text)}
    return {kind: " ".join(hit.group(0).split()) for kind, hit in found.items() if hit}
