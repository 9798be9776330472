"""One value as a configuration file states it, and what must not be kept of it."""

from __future__ import annotations

import re

from handover_generator.records import record
from handover_generator.regexes import regex

SECRET = "(secret)"

_SECRET_KEY = regex(
    r"pass(?:word|wd|phrase|code)?\b|pass(?:word|wd|phrase|code)|\bpwd|pwd\b|secret|token|api[-_. ]?key|apikey|access[-_. ]?key"
    r"|private[-_. ]?key|ssh[-_. ]?key"
    r"|signing[-_. ]?key|encryption[-_. ]?key|account[-_. ]?key|auth[-_. ]?key|credential|\bsalt\b|_salt\b|cookie|webhook|certificate"
    r"|\bcert\b|_cert\b|hmac",
    re.IGNORECASE)
# PASSWORD_RESET_TIMEOUT and TOKEN_URL name no secret themselves; a secret's *place* is worth knowing.
_ABOUT_SECRETS = regex(r"(?:timeout|expir\w*|ttl|age|length|min|max|days|hours|seconds|minutes|url|uri|endpoint|host|path|file|dir"
                       r"|name|validators?|hashers?|algorithm|issuer|"
                       r"enabled|required|policy|header|backend|class|type|region|bucket|arn|id|domain|secure|httponly|samesite)s?\Z",
                       re.IGNORECASE)
_USERINFO = regex(r"(?<=://)[^\s/@'\"]*@")
_LONG_RANDOM = regex(r"\A(?=[^\s]*\d)(?=[^\s]*[A-Za-z])[A-Za-z0-9+/_=-]{32,}\Z")


@record(frozen=True, slots=True)
class Value:
    """``keys``: the path to the value, outermost first; ``text`` as written, without quotes; ``line`` from 1."""

    keys: tuple[str, ...]
    text: str
    line: int


def names_secret(key: str) -> bool:
    """Whether the value of a key is a secret, by the key alone."""
    last = key.rpartition(".")[2]
    return bool(_SECRET_KEY.search(last)) and not _ABOUT_SECRETS.search(last)


def kept(key: str, text: str) -> str:
    """The value that may be shown: ``(secret)`` for secrets, without name and password where it is an address, one line, at most 300
    signs."""
    if not text.strip():
        return ""
    if names_secret(key) or "PRIVATE KEY" in text:
        return SECRET
    cleaned = _USERINFO.sub("", text.strip().split("\n", 1)[0].strip())
    return SECRET if _LONG_RANDOM.match(cleaned) and "/" not in cleaned.strip("/")[:12] else cleaned[:300]
