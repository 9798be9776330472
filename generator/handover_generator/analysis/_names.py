"""Names and e-mail addresses: which are the same, which belong to machines, which to nobody in particular.

The lists hold words that tools and operating systems put there by default. Being too eager is as bad as being too shy: two people joined
into one hide a gap, one person split in two invents a second knower.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from handover_generator.regexes import regex

# What machines and half-finished set-ups leave as a name or as the part before the @.
GENERIC = frozenset({
    "", "admin", "administrator", "anonymous", "app", "backend", "build", "builder", "ci", "contact", "deploy", "deployer", "deployment",
    "dev", "developer", "developers", "devops", "docker", "ec2-user", "email", "example", "first last", "git", "github", "gitlab", "guest",
    "hello", "help", "info", "it", "jane doe", "jenkins", "john doe", "local", "localhost", "mail", "me", "name", "no name", "no reply",
    "nobody", "none", "noreply", "no-reply", "null", "office", "ops", "owner", "postgres", "production", "root", "runner", "server",
    "service", "sysadmin", "support", "system", "team", "test", "tester", "ubuntu", "unknown", "user", "username", "vagrant", "webmaster",
    "www", "www-data", "you", "your", "your name", "yourname", "your-name", "your.name", "invalid", "(no author)", "no author",
})
# Services that commit under a name without "bot" in it.
_SERVICES = frozenset({
    "dependabot", "dependabot-preview", "renovate", "renovate bot", "greenkeeper", "greenkeeperio", "github actions", "github-actions",
    "github", "gitlab", "gitlab ci", "jenkins", "jenkins ci", "travis", "travis ci", "travis-ci", "circleci", "circle ci", "buildbot",
    "pre-commit-ci", "pre-commit ci", "codecov", "snyk", "whitesource", "mergify", "imgbot", "pyup", "scala steward", "weblate",
    "hosted weblate", "crowdin", "transifex", "teamcity", "bamboo", "azure pipelines", "google-github-actions", "web-flow",
    "allcontributors", "semantic-release", "release-please", "copybara", "copybara-service",
    "sweep ai", "deepsource autofix", "lgtm migrator",
})
_ASSISTANT = regex(r"^(?:claude(?: (?:code|opus|sonnet|haiku)\b.*)?|(?:github )?copilot\b.*|cursor(?: agent|agent)|devin ai.*"
                   r"|chatgpt\b.*"
                   r"|openai codex|codex|gemini code assist.*|google-labs-jules|amazon q.*|aider\b.*|windsurf|codeium|openhands)$")
_MACHINE = frozenset({"root", "ubuntu", "ec2", "localhost", "admin", "administrator", "vagrant", "jenkins", "daemon", "www"})
_NO_HOSTS = frozenset({"localhost", "localhost.localdomain", "(none)", "none"})
_BOT_WORD = regex(r"(?i)(?:^|[\s\-_.\[(+])(?:ro)?bot(?:$|[\s\]\)@\-_.])|\[bot\]")
_BOT_CAMEL = regex(r"[a-z](?:Robot|Bot)$")
_NOREPLY = regex(r"(?i)^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$")
_WORD = regex(r"[^\W_]+")


def clean_email(email: str) -> str:
    """An e-mail as it is compared: no brackets, blanks or capitals."""
    return email.strip().strip("<>\"'").strip().casefold()


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """A name as it is compared: words without accents, capitals, dots or commas, in the order of the alphabet ("Obi, Ada" = "ada.obi")."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return tuple(sorted(_WORD.findall(plain.casefold())))


def full_name(name: str) -> tuple[str, ...] | None:
    """The words of a name that can stand for one person: two or more of which two are longer than an initial; None for anything less."""
    words = name_words(name)
    if len([word for word in words if len(word) > 1]) < 2 or "@" in name or not _MACHINE.isdisjoint(words) or is_generic_name(name):
        return None
    return words


def is_generic_name(name: str) -> bool:
    """Whether a name is one that no person can be told by ("root", "Your Name")."""
    plain = " ".join(name.strip().casefold().split())
    return plain in GENERIC or " ".join(name_words(name)) in _GENERIC_SORTED or ("@" in plain and plain.split("@", 1)[0] in GENERIC)


_GENERIC_SORTED = frozenset(" ".join(sorted(_WORD.findall(word))) for word in GENERIC)


def is_generic_email(email: str) -> bool:
    """Whether an address is shared or made up by a machine (``root@host``, ``dev@company``); ``email`` is clean."""
    local, _, host = email.partition("@")
    if not host or local in GENERIC or local.split("+", 1)[0] in GENERIC:
        return True
    return host in _NO_HOSTS or host.endswith((".local", ".localdomain", ".internal", ".(none)"))


def noreply_login(email: str) -> str | None:
    """The account name in a GitHub address made for privacy (``123+ada@users.noreply.github.com``), or None."""
    found = _NOREPLY.match(email)
    return found.group(1).casefold() if found else None


@lru_cache(maxsize=65536)
def is_bot(name: str, email: str) -> bool:
    """Whether a name or address is that of a program: ``[bot]``, the word bot, a service known to commit, GitHub's own committer."""
    mail = clean_email(email)
    local = mail.partition("@")[0]
    plain = " ".join(name.strip().casefold().split())
    if "[bot]" in plain or "[bot]" in mail:
        return True
    # Nobody reads what is sent to such an address: assistants and services sign with it.
    if local in ("noreply", "no-reply", "donotreply", "do-not-reply") or plain in _SERVICES or _ASSISTANT.search(plain):
        return True
    if local.endswith(("-bot", "_bot", ".bot")) or local == "bot" or local.split("+")[-1] in ("dependabot", "renovate", "github-actions"):
        return True
    return bool(_BOT_WORD.search(name.strip()) or (" " not in name.strip() and _BOT_CAMEL.search(name.strip())))
