"""How bad an effect can be, which of them lose something, and which do so for sure.

Harm is a number between 0 and 1. It orders effects; it does not measure damage. The order follows one question: if this went wrong in the
night, how much could nobody bring back?
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import PurePosixPath

from handover_generator.analysis.remade import is_remade
from handover_generator.analysis.unknowns import unresolved
from handover_generator.model.behaviour import Action, Confidence
from handover_generator.model.inventory import Effect, Script
from handover_generator.regexes import regex

# What a destructive effect on each resource costs when it hits the wrong place. Resources are an open set: see OTHER_HARM.
HARM_BY_RESOURCE = {
    "database": 0.9,
    "object-storage": 0.9,
    "cloud": 0.9,
    "cluster": 0.9,
    "remote-host": 0.8,
    "search": 0.7,
    "queue": 0.7,
    "secret": 0.8,
    "filesystem": 0.7,
    "permission": 0.7,
    "network": 0.7,
    "http": 0.7,
    "vcs": 0.6,
    "container": 0.6,
    "scheduler": 0.6,
    "cache": 0.5,
    "service": 0.5,
    "process": 0.3,
    "package": 0.3,
}
OTHER_HARM = 0.6
WRITE_SHARE = 0.4  # a change that can be undone, against a loss on the same resource
SEND_HARM = 0.5  # a letter in the post
EXECUTE_HARM = 0.5  # runs something nobody could look into
READ_HARM = 0.1
MINOR_HARM = 0.05
FAR_SHARE = 0.5  # a loss that only a signal and then a worker bring about
GIVEN_HARM = 0.4  # one file that whoever starts the script has named
SERIOUS = 0.5  # from here on a loss stops the hand of a newcomer

# Folders that belong to everybody on the machine: what lies below is meant to vanish, the folder itself is not ours.
_SHARED_TEMPORARY = regex(
    r"(?i)(/tmp|/var/tmp|/dev/shm|/run/user/[0-9]+|\$\{?(TMPDIR|TMP|TEMP|TEMPDIR|RUNNER_TEMP|gettempdir)(\(\))?(:-[^}]*)?\}?)(?P<below>/.*)?\Z",
    re.DOTALL,
)
# What the script made for itself a moment ago.
_OWN_TEMPORARY = regex(
    r"(?i)(\$\{(mkdtemp|mkstemp|mktemp|tempfile|NamedTemporaryFile|SpooledTemporaryFile|TemporaryFile|TemporaryDirectory)\b[^}]*\}"
    r"|\$\(mktemp[^)]*\)|temporary (file|folder)\Z)(/.*)?",
    re.DOTALL,
)
# A target that is nothing but what the person at the keyboard gave: an option, an argument.
_GIVEN_BY_HAND = regex(r"\$\{(--?[A-Za-z][\w-]*|argv\b[^}]*|args?\.[^}]*|[0-9@*]+)\}\Z")
_NOWHERE = ("/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty")
# Folders and files that a build makes again from what stays. People call their own folders so as well, so only inside the repository.
_BUILT = frozenset({"build", "_build", "dist", "coverage.xml"})
_SEEN = 1 << 14              # the same effects are asked about by every check and on every page


@lru_cache(maxsize=_SEEN)
def is_minor(effect: Effect) -> bool:
    """Whether an effect touches only what is meant to vanish: temporary files, the null device, build products; never on a remote host."""
    if effect.resource not in ("filesystem", "permission") or effect.host is not None or not effect.target:
        return False
    target = effect.target.strip().strip("'\"")
    if target in _NOWHERE:
        return True
    target = posixpath.normpath(target)  # "${mkdtemp}/a/.." is where it says, "/tmp/../etc" is not
    if _OWN_TEMPORARY.match(target):
        return True
    shared = _SHARED_TEMPORARY.match(target)
    if shared:
        return (shared.group("below") or "").strip("/*. ") != ""
    if is_remade(target):
        return True
    if target.startswith(("/", "~", "$")):
        return False
    parts = [part for part in PurePosixPath(target).parts if part != "*"]
    return bool(parts) and parts[0] != ".." and (parts[0] in _BUILT or parts[-1] in _BUILT)


def given_by_hand(effect: Effect) -> bool:
    """Whether an effect loses one file or folder here that the person who starts the script has named on the command line."""
    here = effect.resource == "filesystem" and effect.host is None and not effect.everything
    return here and bool(_GIVEN_BY_HAND.match(effect.target or ""))


@lru_cache(maxsize=_SEEN)
def harm_of(effect: Effect) -> float:
    """How bad one effect can be, 0..1: resource, action, whether a filter narrows it."""
    if is_minor(effect):
        return MINOR_HARM
    if effect.action is Action.READ and not effect.destructive:
        return READ_HARM
    base = HARM_BY_RESOURCE.get(effect.resource, OTHER_HARM)
    if effect.destructive and given_by_hand(effect):
        return GIVEN_HARM
    if effect.destructive:
        wide = effect.everything or effect.target is None
        loss = min(1.0, base + (0.1 if wide else 0.0))
        return round(loss * FAR_SHARE, 4) if effect.far else loss
    if effect.action is Action.SEND:
        return SEND_HARM
    if effect.action is Action.EXECUTE:
        return EXECUTE_HARM
    return round(base * WRITE_SHARE, 4)


def _order(effect: Effect) -> tuple[float, int, int, str, int, str]:
    sure = (Confidence.RESOLVED, Confidence.INFERRED, Confidence.NAME_ONLY).index(effect.confidence)
    return (-harm_of(effect), sure, len(effect.via), effect.at.path, effect.at.line, effect.target or "")


def losses(script: Script) -> tuple[Effect, ...]:
    """The live effects that lose data or state worth a word, worst first."""
    return tuple(sorted((effect for effect in script.destroys if not is_minor(effect)), key=_order))


def changes(script: Script) -> tuple[Effect, ...]:
    """The live effects that do more than read, worst first; what is meant to vanish left out."""
    found = (effect for effect in script.live_effects if (effect.changes or effect.destructive) and not is_minor(effect))
    return tuple(sorted(found, key=_order))


def proven(effect: Effect) -> bool:
    """Whether more than a name speaks for the effect."""
    return effect.confidence is not Confidence.NAME_ONLY


def firm(effect: Effect) -> bool:
    """Whether the script itself brings the effect about: proven, and no signal with a worker behind it in between."""
    return proven(effect) and not effect.far


def worst_harm(script: Script) -> float:
    """The harm of the worst live effect; a script with unread parts is never below a change."""
    worst = max((harm_of(effect) for effect in script.live_effects), default=0.0)
    doubtful = bool(script.unknowns or unresolved(script) or script.partial)
    return max(worst, 0.3 if doubtful else READ_HARM)
