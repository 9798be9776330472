"""Where the target stands in a sentence of the catalogue that does not name it: "deletes a folder '/srv/x' with all that is in it"."""

from __future__ import annotations

import re
from collections.abc import Callable

from handover_generator.regexes import regex

# Words after which a name follows by itself: "drops the database", "copies to".
_LEADS_ON = regex(r"\b(the (?!network)[\w-]+|of|in|from|to|at|into|for|by|with|on)\Z")
# What is said of a thing after its name.
_AFTER = r"with|from|that|which|for|on|in|of (?:the|an?|each)|and what|and all|and its"
_WORD = rf"(?!(?:{_AFTER})\b)[\w./'-]+"
_ARTICLE = regex(rf"(?P<head>.*?\ban? {_WORD}(?: {_WORD})*?)(?P<tail> (?:{_AFTER}) .+)?\Z")
_PLURAL = rf"(?!(?:{_AFTER}|an?|the|to|or|who|each|all)\b)[\w./'-]+"
_SEVERAL = regex(rf"(?P<head>\w+ {_PLURAL}(?: {_PLURAL})*?)(?P<tail> (?:in bulk|and what .+|on an? .+|from .+|that .+|with .+))\Z")
_DANGLING = regex(r"(?:\s+(?:for|of|on|to|from|in|with|at|back to)|:)+\Z")      # "runs up for", with nothing named
_NOBODY_KNOWS = "${?}"
_CHANGES = "changes {target}"
_PART = regex(r"\[([^\[\]{}]*)\{(--?[\w-]+(?:\|--?[\w-]+)*|operand \d+|options)\}([^\[\]{}]*)\]")
_LONGEST_VALUE = 60
_LONGEST = 200  # a sentence of a catalogue is short; what is longer is not taken apart
# Here the target is where something runs, and the place stands last.
_RUNS = regex(r"(runs|types|calls|opens a shell)\b")
# Things that lie in what the target names, and things that go to it.
_INSIDE = regex(r"(?:\b(?:rows?|documents?)|^queues a job)\Z")
_SENT = regex(r"\b(?:request|data over HTTP|data over the network|mails?)\Z")


def third_person(verb: str) -> str:
    """What somebody does of whom a verb is told: "deletes", "detaches", "copies"."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"


def of_command(words: str, sub: str, target: str | None) -> str:
    """What a row of a command says, with its words filled in. "{sub}: removes {target}" says the sub-command last, so that it reads after "it".
    A target of which nothing is known is not named.
    """
    target = None if target == _NOBODY_KNOWS else target
    rest = words.removeprefix("{sub}: ")
    last = f" ({sub})" if rest != words and sub and not rest.startswith("{target}") else ""
    if rest != words and rest.startswith("{target}"):
        rest = "runs {sub} on " + rest
    if target and rest.endswith(f"{target}: {{target}}"):        # "starts a server: a server"
        rest = rest.removesuffix(": {target}")
    if rest == _CHANGES and sub and target and target not in sub:
        last = f" ({sub})"                                           # which of all that it may do, says its name
    said = rest.replace("{target}", target or "").replace("{sub}", sub).strip()
    return (said if target else _DANGLING.sub("", said)) + last


def filled(words: str, said: Callable[[str], str | None], target: str | None) -> str:
    """A row's words with what is said of how it is done: "scales {target}[ to {--replicas}]". A part in brackets is left out where nothing is said of
    it, or only the target again.
    """

    def part(match: re.Match[str]) -> str:
        value = said(match.group(2))
        told = value and not (target or "").endswith(value) and len(value) <= _LONGEST_VALUE
        return f"{match.group(1)}{value}{match.group(3)}" if told else ""

    return _PART.sub(part, words) if "[" in words else words


def with_target(words: str, target: str) -> str:
    """The words with the target where it reads well; unchanged where they name it already.

    Args:
        words: what is done, after "it": "deletes a file".
        target: what it is done to, one line.
    """
    if target in words or all(part in words for part in target.split()):
        return words
    if _SENT.search(words):
        return f"{words} to {target}"
    if target.startswith("the "):  # no name, but words for one: "the repository"
        return f"{words} in {target}"
    if _LEADS_ON.search(words):
        return f"{words} {target}"
    found = None if _RUNS.match(words) or len(words) > _LONGEST else _SEVERAL.match(words) or _ARTICLE.match(words)
    head, tail = (found["head"], found["tail"] or "") if found else (words, "")
    if _INSIDE.search(head):
        return f"{head} in {target}{tail}" if not tail.startswith(" in ") or tail == " in bulk" else f"{words} in {target}"
    return f"{head} '{target}'{tail}"
