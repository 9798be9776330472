"""Redaction: what looks like a secret is replaced by its kind and length, never by a part of it.

Sources of the rules: the published token formats of the providers, and the keyword and entropy rules of gitleaks and detect-secrets.
Every expression is free of nested quantifiers and bounded, lines are capped, so the cost grows with the length of the text alone.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain

from handover_generator.regexes import regex

LINE_LIMIT = 100_000

_MARK = "‹"
_LEFT_OUT = "‹rest of a long line left out›"

# (kind, literal texts of which one must occur, expression): the literals make the common case, no secret at all, cheap.
_PROVIDERS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (kind, tuple(hints.split()), regex(pattern))
    for kind, hints, pattern in (
        ("access key", "AKIA ASIA ABIA ACCA AIDA AROA", r"\b(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[A-Z0-9]{16}\b"),
        ("token", "ghp_ gho_ ghu_ ghs_ ghr_", r"\bgh[pousr]_[A-Za-z0-9]{20,255}"),
        ("token", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{20,255}"),
        ("token", "gl", r"\bgl(?:pat|dt|rt|cbt|ptt|soat|agent|oas|imt|ft)-[A-Za-z0-9_-]{16,255}"),
        ("token", "xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,255}"),
        ("token", "xapp-", r"\bxapp-[0-9]-[A-Za-z0-9-]{10,255}"),
        ("webhook address", "hooks.slack.com", r"\bhooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+-]{10,255}"),
        ("webhook address", "/api/webhooks/", r"\bdiscord(?:app)?\.com/api/webhooks/[0-9]{10,25}/[A-Za-z0-9_-]{20,255}"),
        ("webhook address", "webhook.office.com", r"\bwebhook\.office\.com/webhookb2/[A-Za-z0-9@/_-]{20,400}"),
        ("key", "k_live_ k_test_", r"\b[srp]k_(?:live|test)_[A-Za-z0-9]{10,255}"),
        ("key", "whsec_", r"\bwhsec_[A-Za-z0-9]{20,255}"),
        ("key", "AIza", r"\bAIza[A-Za-z0-9_-]{30,45}"),
        ("token", "ya29.", r"\bya29\.[A-Za-z0-9_-]{20,500}"),
        ("secret", "GOCSPX-", r"\bGOCSPX-[A-Za-z0-9_-]{20,40}"),
        ("key", "sk-", r"\bsk-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,255}"),
        ("key", "SG.", r"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}"),
        ("key", "key-", r"\bkey-[0-9a-f]{32}\b"),
        ("token", "npm_", r"\bnpm_[A-Za-z0-9]{30,60}"),
        ("token", "pypi-", r"\bpypi-[A-Za-z0-9_-]{50,500}"),
        ("token", "hf_", r"\bhf_[A-Za-z0-9]{30,60}"),
        ("token", "_v1_", r"\bdo[opr]_v1_[0-9a-f]{40,80}"),
        ("token", "shp", r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
        ("token", "hvs. hvb. hvr.", r"\b(?:hvs|hvb|hvr)\.[A-Za-z0-9_-]{20,255}"),
        ("token", "dapi", r"\bdapi[0-9a-f]{32}\b"),
        (
            "token",
            "sntry glsa_ lin_api_ ntn_ figd_ rubygems_ dckr_pat_ sgp_",
            r"\b(?:sntrys|sntryu|glsa|lin_api|ntn|figd|rubygems|dckr_pat|sgp)_[A-Za-z0-9_=-]{24,400}",
        ),
        ("token", "ATATT3 ATCTT3", r"\bAT[AC]TT3[A-Za-z0-9_=-]{24,400}"),
        ("token", "NRAK-", r"\bNRAK-[A-Z0-9]{20,40}\b"),
        ("key", "SK", r"\bSK[0-9a-f]{32}\b"),
        ("token", ":AA", r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{32,36}"),
        ("token", "eyJ", r"\beyJ[A-Za-z0-9_-]{8,2000}+\.eyJ[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,2000})?"),
        ("key", "AGE-SECRET-KEY-1", r"\bAGE-SECRET-KEY-1[0-9A-Z]{50,60}"),
        ("key", "AccountKey=", r"(?<=AccountKey=)[A-Za-z0-9+/=]{20,200}"),
    )
)

_USERINFO = regex(r"(?<=://)([^\s/:@'\"<>‹›]{0,100}):([^\s/'\"<>‹›]{1,300})@")
_SCHEME_AUTH = regex(
    r"(?i)(\b(?:proxy-)?authorization['\"]?\s{0,5}[:=,]\s{0,5}(?:[fb](?=['\"]))?['\"]?\s{0,5}(?:(?:bearer|basic|token|digest|apikey|negotiate)\s{1,5})?)"
    r"([A-Za-z0-9+/_.=~:-]{4,4000})"
)
_BEARER = regex(r"(\b[Bb]earer\s{1,5})([A-Za-z0-9+/_.=~-]{16,4000})")

# The word that makes its value a secret. "key" alone is too common: dictionaries and databases are full of keys.
_WORD = (
    r"pass[-_]?w(?:or)?d|passphrase|passcode|pwd|psswrd|pswd|secret|token|credentials?|api[-_]?key|apikey|access[-_]?key|auth[-_]?key|"
    r"private[-_]?key|signing[-_]?key|encryption[-_]?key|account[-_]?key|master[-_]?key|shared[-_]?key|license[-_]?key|client[-_]?secret|"
    r"connection[-_]?string|sas[-_]?token|pgpass"
)
# Their first letters, looked at before the many words are tried. The last is the long s, which counts as an s where case does not.
_FIRST = "(?=[pstcaemlPSTCAEML\u017f])"
_KEYWORD = regex(rf"{_FIRST}(?i:{_WORD})")
# Names that speak about a secret rather than hold one: password_field, token_url, secret_name ...
_ABOUT = regex(
    r"(?i)(?:name|names|field|fields|path|file|filename|dir|url|uri|endpoint|type|types|kind|len|length|size|min|max|policy|validators?|hashers?|"
    r"reset|ttl|expiry|expires|expired|age|lifetime|timeout|env|var|variable|count|counts|limit|required|enabled|disabled|prompt|label|help|hint|"
    r"form|view|template|message|msg|error|errors|title|regex|pattern|prefix|suffix|format|header|class|model|table|column|index|arn|ref|"
    r"store|manager|provider|backend|version|ids?|set|list|map|iter|stream|izer|ize|ized|ization|source|mode|algorithm|s)$"
)
_NAMED = regex(rf"{_FIRST}(?i:(?>{_WORD})[A-Za-z0-9_.$-]{{0,60}}+)")
_BEFORE = regex(r"[A-Za-z0-9_.$-]{0,60}\Z")
_LINE_START = regex(r"(?:export[ \t]+|set[ \t]+|-[ \t]+|ENV[ \t]+|ARG[ \t]+|declare[ \t]+-x[ \t]+)?\Z")
_STRING = r"""(\"{3}|'{3}|["'])((?:(?!\2)[^\\\n‹]|\\.){1,400})\2"""
# What may follow the name, tried in this order at its end.
_QUOTED = regex(rf"(['\"]?\]?[ \t]{{0,10}}(?::[ \t]{{0,3}}[A-Za-z\[\]| .]{{1,30}}=|:=|=>|==?|:)\s{{0,10}}[rbfuRBFU]?){_STRING}")
_PAIR = regex(rf"(['\"][ \t]{{0,4}},[ \t]{{0,10}}){_STRING}")
_DEFAULT = regex(rf"(['\"]\s{{0,40}},\s{{0,40}}(?:[^()'\"\n‹]{{0,80}}default(?:_value)?\s{{0,4}}=\s{{0,4}})?){_STRING}")
_ARG_DEFAULT = regex(rf"(['\"][^()‹]{{0,200}}?\bdefault\s{{0,4}}=\s{{0,4}}){_STRING}")
_LINE = regex(r"(=|[ \t]?:[ \t]+)([^\s'\"‹][^\s‹]{0,400}+)(?=[ \t\r]*(?:#[^\n]*|\\)?(?:\n|\Z))")
_INLINE = regex(r"(=|\s{1,4})([^\s'\"‹,;&)}\]]{1,400})(?=[\s;&'\"`]|\Z)")
_SPACED = regex(r"([ \t]{1,8}=[ \t]{1,8})([^\s'\"‹,;()\[\]{}]{4,400})(?=[\s;]|\Z)")
_GETTER = regex(
    r"(?i)(?:get|getenv|env|config|setdefault|pop|option|add_argument|str|secret|default)\(\s{0,40}"
    r"(?:['\"]-\w['\"]\s{0,4},\s{0,4})?['\"]-{0,2}\Z"
)
_FLAG_COMMANDS = regex(
    r"\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|mongo|mongosh|mongodump|mongorestore|sshpass|redis-cli|curl|wget|"
    r"ldapsearch|ldapmodify|docker login|rabbitmqadmin|influx|cqlsh|sqlcmd|clickhouse-client|lftp|smbclient|htpasswd)\b"
)
_FLAG = regex(r"\s-[A-Za-z-]")
_FLAG_VALUES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        regex(
            r"\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|cqlsh|rabbitmqadmin|sshpass|mongo|mongosh|mongodump|mongorestore|"
            r"docker login)\b"
        ),
        regex(r"(\s-p['\"]?)([^\s'\"‹-][^\s'\"‹]{0,200})"),
    ),
    (
        regex(r"\b(?:sshpass|docker login|mongo|mongosh|mongodump|mongorestore|rabbitmqadmin|cqlsh)\b"),
        regex(r"(\s-p\s{1,3}['\"]?)([^\s'\"‹-][^\s'\"‹]{0,200})"),
    ),
    (regex(r"\bredis-cli\b"), regex(r"(\s-a\s{0,3}['\"]?)([^\s'\"‹-][^\s'\"‹]{0,200})")),
    (
        regex(r"\b(?:curl|wget|smbclient|lftp)\b"),
        regex(r"(\s(?:-u|--user|-U)\s{0,3}=?['\"]?[^\s:'\"‹]{0,100}[:%])([^\s'\"‹]{1,200})"),
    ),
    (regex(r"\b(?:ldapsearch|ldapmodify)\b"), regex(r"(\s-w\s{0,3}['\"]?)([^\s'\"‹-][^\s'\"‹]{0,200})")),
    (regex(r"\bsqlcmd\b"), regex(r"(\s-P\s{0,3}['\"]?)([^\s'\"‹-][^\s'\"‹]{0,200})")),
)
_IDENTIFIED_BY = regex(
    r"(?i)(\b(?:identified\s{1,5}(?:with\s{1,5}\w{1,40}\s{1,5})?by|(?:with\s{1,5}|encrypted\s{1,5})?password)\s{1,5})(')([^'\n‹]{1,200})'"
)
_CANDIDATE = regex(r"[A-Za-z0-9+_=-]{20,400}")

_PLACEHOLDER = regex(
    r"(?i)(?:none|null|nil|true|false|yes|no|on|off|str|string|int|bool|bytes|any|optional|text|required|empty|undefined|object|number|"
    r"changeme|change-me|change_me|example|placeholder|redacted|todo|x{3,}|\*{3,}|\.{3,}|…|-{1,3}|"
    r"the|a|an|is|are|was|for|to|of|in|and|or|not|must|can|will|should|has|if|when|with|from|by|that|this|it|as|at|be|does)\.?"
)
_REFERENCE = regex(r"[$%{<(\[@!*&]")
_CODE_VALUE = regex(r"[A-Za-z_][\w]{0,60}(?:\.[A-Za-z_]\w{0,60}|\(|\[|::|->)")
_IDENTIFIER = regex(r"[A-Za-z_][A-Za-z_]{0,80}")


def redact(text: str) -> str:
    """Replace what looks like a secret by ``‹redacted KIND, N characters›``.

    Known token formats, private key blocks, passwords in addresses, ``Authorization`` values, values assigned to a name that says password,
    secret, token and the like, passwords given as command flags, and random-looking strings on a line with such a word. Idempotent.
    """
    return text if len(text) < 5 else _redacted(text)


@lru_cache(maxsize=1 << 16)
def _redacted(text: str) -> str:
    # The same paths, names and sentences come by many times on their way out, and few of them need more than the quick look.
    if len(text) > LINE_LIMIT:
        text = "\n".join([_cap(line) for line in text.split("\n")])
    return _searched(text) if "\n" in text or may_hold_secret(text) else text


def _searched(text: str) -> str:
    for _ in range(4):
        changed = _once(text)
        if changed == text:
            break
        text = changed
    return text


def may_hold_secret(line: str) -> bool:
    """Whether ``redact`` has anything to look for in a line: False only where it would leave the line as it is, at a tenth of its cost."""
    low = line.lower()
    run = _RUN.search(line) is not None
    if (run or _VALUE_SIGN.search(line)) and any(map(low.__contains__, _ALL_STEMS)):
        return True
    if "://" in line or "-----BEGIN" in line or (" -" in line and _VALUE_FLAG.search(line)):
        return True
    return run and any(map(line.__contains__, _HINTS))


def which_may_hold_secret(lines: Sequence[str]) -> list[int]:
    """Places of the lines in which ``redact`` has anything to look for, at a fraction of the cost of asking line by line.

    Texts that every secret needs are sought in all lines at once; only the lines that hold one are looked at by themselves.
    """
    text = "\n".join(lines)
    # Beyond ASCII only these two signs have ASCII in their lower case.
    if "\u0130" in text or "\u212a" in text:
        return [place for place, line in enumerate(lines) if may_hold_secret(line)]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    # One byte a character: searching that is fastest, and no sign of a secret is beyond ASCII.
    plain = text.encode("ascii", "replace")
    plain_low = plain.lower()
    hits = {hit for stem in _ALL_STEMS for hit in _hits(plain_low, stem)}
    hits.update(hit for sign in ("://", "-----BEGIN", " -") for hit in _hits(plain, sign))
    # No token holds a blank, and none is shorter than a run: few of a text's words are left, and each is looked at once.
    words = b"\n".join({word for word in plain.split() if len(word) >= _RUN_LENGTH})
    for _, hints, pattern in _PROVIDERS:
        for hit in chain.from_iterable(_hits(words, hint) for hint in hints):
            word = _word_at(words, hit)
            if pattern.search(word):
                hits.update(_hits(plain, word))
    places = {bisect_right(starts, hit) - 1 for hit in hits}
    return sorted(place for place in places if may_hold_secret(lines[place]))


def _hits(text: bytes, sought: str) -> Iterator[int]:
    """Where a text of ASCII stands."""
    needle = sought.encode("ascii")
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _word_at(words: bytes, at: int) -> str:
    """The word, of words by line, in which a place lies."""
    end = words.find(b"\n", at)
    return words[words.rfind(b"\n", 0, at) + 1 : end if end >= 0 else len(words)].decode("ascii")


def redact_value(name: str, value: str) -> str:
    """Redact ``value`` knowing what it is called: ``("DB_PASSWORD", "hunter2")``; otherwise as ``redact``."""
    if _KEYWORD.search(name) and not _ABOUT.search(name.rstrip("_-.")) and not _harmless(value):
        return _mark(_kind(name), value)
    return redact(value)


def _once(text: str) -> str:
    if "-----BEGIN" in text:
        text = _pem(text)
    for kind, hints, pattern in _PROVIDERS:
        for hint in hints:
            if hint in text:
                text = pattern.sub(_replace_all(kind), text)
                break
    if "://" in text and "@" in text:
        text = _USERINFO.sub(_userinfo, text)
    lowered = text.lower()
    if "authorization" in lowered:
        text = _SCHEME_AUTH.sub(
            lambda m: m[0] if _harmless(m[2]) or m[2].lower() in _SCHEMES else m[1] + _mark("authorization", m[2]), text
        )
    if "bearer" in lowered:
        text = _BEARER.sub(lambda m: m[0] if _IDENTIFIER.fullmatch(m[2]) else m[1] + _mark("token", m[2]), text)
    if "identified" in lowered or "password '" in lowered:
        text = _IDENTIFIED_BY.sub(lambda m: f"{m[1]}{m[2]}{_mark('password', m[3])}'" if not _harmless(m[3]) else m[0], text)
    if " -" in text and _FLAG.search(text):
        text = "\n".join(_flags(line) if _FLAG.search(line) and _FLAG_COMMANDS.search(line) else line for line in text.split("\n"))
    if any(stem in lowered for stem in _STEMS):
        text = _assigned(text)
    return text


# One of these is in every word of _WORD.
_STEMS = ("pass", "pwd", "psswrd", "pswd", "secret", "token", "credential", "key", "connection")


# What the quick look asks for: a name of a secret is followed by a sign or a long run of letters, and every token is such a run.
_ALL_STEMS = (*_STEMS, "authorization", "bearer", "identified")
_VALUE_SIGN = regex(r"[=:,'\"-]")
_RUN_LENGTH = 15
_RUN = regex(rf"[A-Za-z0-9_/+.=~-]{{{_RUN_LENGTH}}}")
_VALUE_FLAG = regex(r"\s-[pauUwP-]")
_HINTS = tuple(hint for _, hints, _ in _PROVIDERS for hint in hints)

_SCHEMES = frozenset(("bearer", "basic", "token", "digest", "apikey", "negotiate", "header", "code", "required", "failed"))


def _assigned(text: str) -> str:
    out: list[str] = []
    at = 0
    for found in _NAMED.finditer(text):
        if found.start() < at:
            continue
        before = text[max(at, found.start() - 200) : found.start()]
        prefix = _BEFORE.search(before)
        prefix_text = prefix[0] if prefix else ""
        hit = _value_after(text, found.end(), prefix_text + found[0], before[: len(before) - len(prefix_text)])
        if hit:
            start, end, kind = hit
            out += (text[at:start], _mark(kind, text[start:end]))
            at = end
    out.append(text[at:])
    text = "".join(out)
    if not _CANDIDATE.search(text):
        return text
    return "\n".join(_CANDIDATE.sub(_random, line) if _KEYWORD.search(line) else line for line in text.split("\n"))


def _value_after(text: str, at: int, name: str, before: str) -> tuple[int, int, str] | None:
    """(start, end, kind) of the secret value of ``name``, which ends at ``at``; ``before`` is what stands ahead of the name."""
    if _speaks_about(name):
        return None
    kind = _kind(name)
    if _GETTER.search(before):
        default = _DEFAULT.match(text, at) or _ARG_DEFAULT.match(text, at)
        if default and not _harmless(default[3]) and not _is_name(default[3], name):
            return default.start(3), default.end(3), kind
    quoted = _QUOTED.match(text, at)
    if quoted:
        value = quoted[3]
        comparison = "==" in quoted[1] and not _mixed(value)
        return None if comparison or _harmless(value) or _prose(value) or _is_name(value, name) else (quoted.start(3), quoted.end(3), kind)
    pair = _PAIR.match(text, at)
    if pair and before[-1:] in ("'", '"') and before[-2:-1] in ("(", "["):
        value = pair[3]
        return None if not _mixed(value) or _harmless(value) or _prose(value) else (pair.start(3), pair.end(3), kind)
    line_head = before[before.rfind("\n") + 1 :].lstrip(" \t")
    line = _LINE.match(text, at) if _LINE_START.match(line_head) else None
    if line and _line_value(name, line[1], line[2], line_head):
        return line.start(2), line.end(2), kind
    inline = _INLINE.match(text, at)
    if inline and _inline_value(name, inline[1], inline[2], before):
        return inline.start(2), inline.end(2), kind
    spaced = _SPACED.match(text, at)
    if spaced and _mixed(spaced[2]) and not _harmless(spaced[2]) and not _CODE_VALUE.match(spaced[2]):
        return spaced.start(2), spaced.end(2), kind
    return None


def _line_value(name: str, glue: str, value: str, line_head: str) -> bool:
    """Whether ``NAME=value`` or ``name: value`` alone on its line holds a value rather than code, a type or prose."""
    if _harmless(value) or _CODE_VALUE.match(value) or value.endswith((",", ")", "(", "{", "[")):
        return False
    if glue != "=" and not _mixed(value) and value[:1].isupper():
        return False  # an annotation or the first word of prose
    return not (glue == "=" and not name.isupper() and not line_head and value.casefold() in name.casefold())


def _inline_value(name: str, glue: str, value: str, before: str) -> bool:
    option = before.endswith("-") or name.startswith("-")
    if before and not before[-1].isspace() and before[-1] not in ";&?'\"(`-":
        return False
    if _harmless(value) or _CODE_VALUE.match(value) or value.startswith(("=", "-", "|", ":", "+")):
        return False
    if glue != "=":
        return option and _mixed(value)  # "password hunter2" is an option's value only after a dash
    # password=password: an argument passed on
    return option or not (_IDENTIFIER.fullmatch(value) and value.casefold().rstrip("_") in name.casefold())


def _is_name(value: str, name: str) -> bool:
    """A word standing for itself (``"token": "access_token"``) says nothing secret."""
    return _KEYWORD.fullmatch(value) is not None or (
        _IDENTIFIER.fullmatch(value) is not None and (value.casefold() in name.casefold() or _KEYWORD.search(value) is not None)
    )


def _random(found: re.Match[str]) -> str:
    value = found[0]
    digits = sum(c.isdigit() for c in value)
    if digits < 3 or digits == len(value) or not any(c.isalpha() for c in value):
        return value
    if all(part.isalpha() or part.isdigit() or not part for part in re.split(r"[_=+-]", value)):
        return value  # words and numbers joined: a name, a date, a path
    return value if _entropy(value) < 3.0 else _mark("secret", value)


def _userinfo(found: re.Match[str]) -> str:
    value = found[2]
    # Several addresses in one string: the last "@" would belong to another of them.
    if "://" in value or _harmless_reference(value):
        return found[0]
    return f"{found[1]}:{_mark('password', value)}@"


def _flags(line: str) -> str:
    for command, flag in _FLAG_VALUES:
        start = command.search(line)
        if start:
            head, tail = line[: start.end()], line[start.end() :]
            line = head + flag.sub(lambda m: m[0] if _harmless(m[2]) else m[1] + _mark("password", m[2]), tail)
    return line


def _pem(text: str) -> str:
    """Blocks from BEGIN to END of a private key, found by plain searching: a lazy expression would be quadratic on many BEGINs."""
    out: list[str] = []
    at = 0
    while (start := text.find("-----BEGIN", at)) >= 0:
        head_end = text.find("-----", start + 10)
        label = text[start + 10 : head_end] if 0 <= head_end - start < 80 else ""
        if "PRIVATE KEY" not in label and "PGP" not in label:
            out.append(text[at : start + 10])
            at = start + 10
            continue
        end = text.find("-----END", head_end)
        stop = text.find("-----", end + 8) + 5 if end >= 0 else len(text)
        stop = len(text) if stop < 5 else stop
        out.append(text[at:start] + _mark("private key", text[start:stop]))
        at = stop
    out.append(text[at:])
    return "".join(out)


def _speaks_about(name: str) -> bool:
    tail = name.rstrip("_-.")
    if _KEYWORD.search(tail) is None:
        return True
    about = _ABOUT.search(tail)
    # "tokens" and "tokenizer" are about tokens; "passwords" too. "DB_PASS_S" is nothing anybody writes.
    return about is not None and not re.search(rf"(?i)(?:{_WORD})$", tail)


def _harmless(value: str) -> bool:
    bare = value.strip()
    return not bare or _PLACEHOLDER.fullmatch(bare) is not None or _harmless_reference(bare)


def _harmless_reference(value: str) -> bool:
    return (_REFERENCE.match(value) is not None and (value[0] in "$%{<[(" or len(value) < 3) and value[-1] not in "!") or _MARK in value


def _prose(value: str) -> bool:
    """Several words: a label or a sentence. A pass phrase of words is indistinguishable, so digits and signs decide."""
    return " " in value.strip() and not _mixed(value.replace(" ", ""))


def _mixed(value: str) -> bool:
    return (any(c.isdigit() for c in value) and any(c.isalpha() for c in value)) or any(c in "!#^*~" for c in value)


def _entropy(value: str) -> float:
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())


def _kind(name: str) -> str:
    low = name.lower()
    if "token" in low:
        return "token"
    if "key" in low:
        return "key"
    if "pass" in low or "pwd" in low or "pswd" in low:
        return "password"
    return "secret"


def _mark(kind: str, value: str) -> str:
    return f"‹redacted {kind}, {len(value)} character{'' if len(value) == 1 else 's'}›"


def _replace_all(kind: str) -> Callable[[re.Match[str]], str]:
    return lambda found: _mark(kind, found[0])


def _cap(line: str) -> str:
    return line if len(line) <= LINE_LIMIT else line[: LINE_LIMIT - len(_LEFT_OUT)] + _LEFT_OUT
