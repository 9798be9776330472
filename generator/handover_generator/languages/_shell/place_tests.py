"""Which tests tell environments apart: by the machine, the account or the cluster that a command names, or by what a variable is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handover_generator.analysis.environments import lets_production_in
from handover_generator.analysis.two_targets import are_targets
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_PLACES = word_set("""
    hostname whoami uname logname dnsdomainname ec2-metadata facter hostnamectl getent
""")
_PLACE_COMMANDS = (
    "aws sts get-caller-identity", "aws iam list-account-aliases", "aws configure get", "kubectl config current-context", "kubectl config view",
    "oc project", "oc whoami", "gcloud config get-value", "gcloud config get", "gcloud config list", "az account show", "cf target", "cf api",
    "terraform workspace show", "docker context show",
)
"""Commands that say which account, cluster or space is meant."""
_ENDS_A_WORD = ("", " ", "\t", "\n", "|", ";", ")", ">")
_HOST = regex(r"\b(?:hostname|whoami)\b")
SEARCHED = " | grep"
"""How the command ends of which a variable holds only what a search has let through."""
_OWN_ACCOUNT = r"id(?:\s+-\w+)*\s*(?:\"?\$\{?(?:USER|LOGNAME)\}?\"?\s*)?"
"""``id -u``: the account that one is; with another name behind it, it says nothing of the place."""
_IS_OWN_ACCOUNT = regex(_OWN_ACCOUNT)
_ACCOUNTS = ("whoami", "logname")
_ASKS_ACCOUNT = regex(r"(?:\$\(|`)\s*(?:whoami|logname|id)\b")
_RUNNERS = word_set("""
    CI CONTINUOUS_INTEGRATION GITHUB_ACTIONS GITLAB_CI TRAVIS CIRCLECI BUILDKITE TEAMCITY_VERSION JENKINS_URL TF_BUILD DRONE APPVEYOR
""")
"""Variables that machines for tests and builds set, and no others."""
_ASKED = regex(r"(?:\$\(|`)\s*(?:hostname\b|whoami\b|uname -n\b|" + _OWN_ACCOUNT + r"(?:[|;&<>)`]|2>|\Z))")
_FLAGLIKE = regex(r"(?:0|1|-1|y|n|yes|no|true|false|on|off|none|null|ok|all|)\Z|[✓✗x]|-.*|\d+\Z", re.IGNORECASE)
_CLASS = regex(r"\[[^\]]*\]|\\[a-zA-Z]")
_SWITCHED_ON = regex(r"(?:1|y|yes|true|on)\Z", re.IGNORECASE)
_PLACE_SWITCH = regex(
    r"(?:(?:IS|IN|ON|AM)_)?(?:PROD(?:UCTION)?|STAGING|DEV(?:ELOPMENT|EL)?|TEST(?:ING)?|SANDBOX|LOCAL|DEMO|LIVE)_(?:MODE|ENV(?:IRONMENT)?|INSTANCE|SERVER|"
    r"SYSTEM|SITE|CLUSTER|CONTAINER|MACHINE|HOST)\Z|(?:IS|IN|ON|AM)_(?:PROD(?:UCTION)?|STAGING|DEV(?:ELOPMENT)?|TEST(?:ING)?|SANDBOX|LOCAL|DEMO|LIVE)\Z",
    re.IGNORECASE)
"""Variables that are on in one environment and off in others."""
_FILE = regex(r"\A[./~]|\.(?:sh|bash|py|pl|rb|js|php|sql|json|ya?ml|toml|html?|xml|conf|cfg|ini|txt|csv|log|tar|t?gz|bz2|xz|zip|jar|img|iso|pem)\Z")
_PLACE_WORD = regex(
    r"host|server|env|stage|site|cluster|domain|node|machine|realm|region|account|profile|solr|target|instance|place|tier|_name\Z|user",
    re.IGNORECASE,
)
_ENV_NAME = regex(
    r"env|stage|host|server|tier|cluster|profile|account|region|realm|domain|site|user|context|namespace|project|pilot|deploy",
    re.IGNORECASE,
)
_OTHER_HEAD = regex(
    r"_(?:provisioner|provider|backend|driver|engine|manager|protocol|scheme|format|version|method|algorithm|shell|dir|path|file|port|count|level|policy|"
    r"strategy)\Z", re.IGNORECASE)
"""What such a name may end in where it is no place: ``ACCOUNT_PROVISIONER``."""
_ALTERNATIVES = regex(r"[|()]+")
_NAMES_ONE = regex(r"prod|stag|live|\w\d+\Z|\.")
_STANDARD = regex(
    r"(?:ed|sha|md|rsa|dsa|ecdsa|aes|utf|latin|iso|ipv?|v|py|python|php|ruby|node|arm|amd|x|i|h|mp|gz|bz|base|crc|http|tls|ssl|s)[-_]?v?\d[\d._]*\Z",
    re.IGNORECASE)
"""Names of ciphers, codes, versions and kinds of machines, which end in a number as names of hosts do."""
_ALSO_KIND = regex(r"mode|settings|database|db", re.IGNORECASE)          # such a variable says which environment, or which kind of thing
_ENV_WORD = regex(r"prod|stag|dev|test|live|local|sandbox|demo|qa|uat", re.IGNORECASE)
_OF_A_THING = regex(r"(?:\A|_)(?!(?:RUN|APP|DEPLOY|SERVER|EXEC\w*|RUNTIME|SYSTEM)_)[A-Z]+_MODE\Z", re.IGNORECASE)
"""``AUTH_MODE`` is "local" on a server, too."""
_ONE_VARIABLE = regex(r"\"?\$\{?([A-Za-z_]\w*)(?::?-)?\}?\"?")


def says_place(origin: str | None) -> bool:
    """Whether a command says on which machine or in which account one is."""
    return origin is not None and (origin.split(" ")[0] in _PLACES or _names_place(origin) or _IS_OWN_ACCOUNT.fullmatch(origin) is not None)


def _names_place(command: str) -> bool:
    """Whether a command says which account, cluster or space is meant; ``oc projects`` lists all of them."""
    return any(command.startswith(one) and command[len(one):len(one) + 1] in _ENDS_A_WORD for one in _PLACE_COMMANDS)


def asks_place(source: str) -> bool:
    """Whether a word of a test runs a command that says on which machine or in which account one is."""
    inside = source.strip("\"'")
    return _ASKED.search(source) is not None or (inside.startswith("$(") and _names_place(inside[2:].lstrip()))


def searches_place(source: str) -> bool:
    """Whether a search looks through what such a command prints: ``hostname | grep -q pilot``, ``oc whoami -c | grep minishift``."""
    return _HOST.search(source) is not None or _names_place(source.lstrip("! \t"))


def is_search_of_place(origin: str | None) -> bool:
    """Whether a variable holds what a search found in what such a command prints, so that it is empty in other places."""
    return origin is not None and origin.endswith(SEARCHED) and says_place(origin.removesuffix(SEARCHED))


def compares_place(name: str, origin: str | None, constant: str) -> tuple[bool, bool]:
    """(place, argument place): whether comparing a value with ``constant`` tells environments apart.

    Args:
        name: the variable, or ''.
        origin: the command whose output it holds, ``environment``, ``argument`` or None.
        constant: what it is compared with.
    """
    if name in ("0", "BASH_SOURCE"):                     # whether it is sourced, or under which name it was called
        return False, False
    if is_root(constant, name, origin):                  # what it may do, wherever it is
        return False, False
    if name in _RUNNERS and origin == "environment":
        return True, False
    if says_place(origin) or name in ("HOSTNAME", "USER", "UID", "EUID", "LOGNAME", "HOST", "SUDO_USER"):
        return bool(constant.strip("*^$")), False
    if "169.254.169.254" in (origin or ""):
        return True, False
    if origin == "environment" and _SWITCHED_ON.match(constant) and _PLACE_SWITCH.match(name):      # [ "$TEST_MODE" = true ]
        return True, False
    if _FLAGLIKE.match(constant) or constant.rstrip("*").endswith("://") or not _names_any(constant):      # how it is written, whichever it is
        return False, False
    if origin == "environment":
        if constant.lower() == "local" and _OF_A_THING.search(name) is not None:
            return False, False
        named = _ENV_NAME.search(name) is not None and (_OTHER_HEAD.search(name) is None or _ENV_WORD.search(constant) is not None)
        return named or (_ALSO_KIND.search(name) is not None and _ENV_WORD.search(constant) is not None), False
    if origin == "argument":
        if _CLASS.search(constant) is not None and _ENV_WORD.search(_CLASS.sub("", constant)) is None:      # how a name is to be written
            return False, False
        return False, (_PLACE_WORD.search(name) is not None and not name.isdigit()) or (
            _NAMES_ONE.search(constant) is not None and _STANDARD.match(constant) is None and _FILE.search(constant) is None)
    return False, False


def compares_targets(one: str, other: str) -> bool:
    """Whether the two sides of a test are variables that hold targets: ``"$SOURCE_HOST" = "$TARGET_HOST"``."""
    left, right = _ONE_VARIABLE.fullmatch(one.strip()), _ONE_VARIABLE.fullmatch(other.strip())
    return left is not None and right is not None and are_targets(left.group(1), right.group(1))


def admits_production(patterns: Sequence[str], *, named: bool) -> bool:
    """Whether production comes through where a place matches one of the patterns (``dev|staging|prod``), or, unless ``named``, none of them: who
    asks so knows that it is a place, not which.
    """
    return lets_production_in([word for pattern in patterns for word in _ALTERNATIVES.split(pattern.strip("^$@+()*")) if word], named=named)


def _names_any(constant: str) -> bool:
    """Whether a word or pattern names something: ``[0-9]*`` and ``^[a-z]+$`` only say of what letters a value is made."""
    return any(letter.isalpha() for letter in _CLASS.sub("", constant))


def is_root(constant: str, name: str, origin: str | None) -> bool:
    """Whether a comparison asks for the account of the superuser, which every machine has."""
    account = origin is not None and (origin.split(" ")[0] in _ACCOUNTS or _IS_OWN_ACCOUNT.fullmatch(origin) is not None)
    return constant in ("0", "root") and (account or name in ("USER", "UID", "EUID", "LOGNAME", "SUDO_USER", "SUDO_UID"))


def asks_account(source: str) -> bool:
    """Whether a word of a test runs a command that says which account one is."""
    return _ASKS_ACCOUNT.search(source) is not None


def tests_runner(name: str, origin: str | None) -> bool:
    """Whether a variable is one that only machines for tests and builds set."""
    return name in _RUNNERS and origin == "environment"
