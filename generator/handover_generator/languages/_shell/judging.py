"""Tests and conditions: what they say in words, whether they are decided, and what guard they make."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence

import tree_sitter

from handover_generator.analysis.environments import is_production
from handover_generator.analysis.two_targets import are_targets
from handover_generator.languages._shell.joined_tests import joined_words
from handover_generator.languages._shell.locks import Lock
from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_DRY = regex(
    r"(?:.*_)?(?:dry[-_]?run|dry|noop|no_act|simulate|simulation|pretend|preview|just_print|test_run|check_only|whatif|print_only"
    r"|(?:print|show|echo)_(?:commands?|cmds?|sql))(?:_.*)?\Z",
    re.IGNORECASE,
)
_WET = regex(
    r"(?:do_?|really_?|no_?)?(?:commit|apply|execute|really|live|for_real|doit|do_it|wet_run|confirm_delete|run_for_real)(?:_?run|_?mode|_?changes)?\Z",
    re.IGNORECASE,
)
_DRY_WORD = regex(r"--(?:dry-?run|no-?op|noop|simulate|pretend|preview|what-?if|just-print)|dry[-_]?run|noop|simulate|pretend", re.IGNORECASE)
_ASKS = regex(r"(?:.*_)?(?<!no_)(?<!non_)(?:interactive|ask|prompt|confirm)(?:_(?:first|user|mode|each|all))?\Z", re.IGNORECASE)
_TURNED = regex(r"!|-z\b|\bfalse\b|\bno\b|(?<![\w.$])0\b", re.IGNORECASE)
_SKIPPING = regex(r"--?(?:y|f|yes|assume-?yes|force|no-?(?:prompts?|confirm(?:ation)?|input|interaction|ask)|non-?interactive|batch"
                  r"|auto-?approve|skip-confirm(?:ation)?|unattended)")
_SKIP = regex(
    r"(?:.*_)?(?:yes|assume_yes|(?:force|forced|skip|confirm|prompt|ask)(?:_\w+)?|no_?(?:confirm|prompt|ask|input)|(?:non_?)?interactive|batch|"
    r"auto_?approve|unattended|quiet_yes)\Z",
    re.IGNORECASE,
)
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
_LEAVES = regex(r"(?:exit|return|die|fail|abort|usage|error_?exit|exit_?with\w*)\b")
_ALTERNATIVES = regex(r"[|()]+")
_ASKS_FOR_SET = regex(r"(?:\A|\s)-n\s+[\"']?\$\{?\w+(?::?-)?\}?[\"']?(?=\s|\Z)"
                      r"|\$\{?\w+(?::?-)?\}?[\"']?\s*={1,2}\s*[\"']?(?:1|y|yes|true|on)[\"']?(?=\s|\Z)")
_NAMES_ONE = regex(r"prod|stag|live|\w\d+\Z|\.")
_STANDARD = regex(
    r"(?:ed|sha|md|rsa|dsa|ecdsa|aes|utf|latin|iso|ipv?|v|py|python|php|ruby|node|arm|amd|x|i|h|mp|gz|bz|base|crc|http|tls|ssl|s)[-_]?v?\d[\d._]*\Z",
    re.IGNORECASE)
"""Names of ciphers, codes, versions and kinds of machines, which end in a number as names of hosts do."""
_ALSO_KIND = regex(r"mode|settings|database|db", re.IGNORECASE)          # such a variable says which environment, or which kind of thing
_ENV_WORD = regex(r"prod|stag|dev|test|live|local|sandbox|demo|qa|uat", re.IGNORECASE)
_OF_A_THING = regex(r"(?:\A|_)(?!(?:RUN|APP|DEPLOY|SERVER|EXEC\w*|RUNTIME|SYSTEM)_)[A-Z]+_MODE\Z", re.IGNORECASE)
"""``AUTH_MODE`` is "local" on a server, too."""
_VARIABLE = regex(r"\$\{?([A-Za-z_]\w*|\d+|[@*#?])")
_ONE_VARIABLE = regex(r"\"?\$\{?([A-Za-z_]\w*)(?::?-)?\}?\"?")
_VARIABLE_IN = regex(r"\$\{[^}]*\}|\$\w+")
_GIVEN = regex(r"\A-v\s+[A-Za-z_]\w*\Z")
_UNARY = {
    "-z": "{} is empty",
    "-n": "{} is set",
    "-d": "the folder {} exists",
    "-f": "the file {} exists",
    "-e": "{} exists",
    "-a": "{} exists",
    "-s": "{} is not empty",
    "-r": "{} is readable",
    "-w": "{} is writable",
    "-x": "{} is executable",
    "-b": "the device {} exists",
    "-L": "{} is a link",
    "-h": "{} is a link",
    "-t": "it runs on a terminal",
    "-S": "{} is a socket",
    "-p": "{} is a pipe",
    "-v": "{} is set",
    "-c": "the device {} exists",
    "-O": "{} is one's own",
    "-N": "{} has changed since it was read",
}
_BINARY = {
    "=": "is",
    "==": "is",
    "!=": "is not",
    "-eq": "is",
    "-ne": "is not",
    "-gt": "is more than",
    "-lt": "is less than",
    "-ge": "is at least",
    "-le": "is at most",
    "=~": "matches",
    "-nt": "is newer than",
    "-ot": "is older than",
    "<": "comes before",
    ">": "comes after",
    "-ef": "is the same file as",
}


@record(slots=True)
class Probe:
    """What a condition says, and the ``lock`` that it takes. ``decided``: its value where constants decide it. ``place``: it compares what tells
    environments apart; ``argument_place``: only an argument does, or two targets are compared with one another, which counts where the script stops
    on it. ``known``: what variables are where it holds. ``any_place``: whatever it compares with, production is one of several that will do;
    ``seldom``: where the script is left if it holds, that takes something besides the place which is not so unless somebody sees to it.
    """

    text: str = ""
    decided: bool | None = None
    guards: list[Guard] = field(default_factory=list)
    place: bool = False
    argument_place: bool = False
    any_place: bool = False
    seldom: bool = False
    known: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    bypass: str | None = None
    at: Location | None = None
    lock: Lock | None = None

    def held(self, holds: bool) -> list[Guard]:
        """The lock that stands where the condition ``holds``, or does not."""
        return [self.lock.guard] if self.lock is not None and self.lock.when == holds else []


def names_in(node: tree_sitter.Node) -> list[str]:
    """The variables a piece of a script reads, in order."""
    found: dict[str, None] = {}
    for inner in nodes(node):
        if inner.type in ("variable_name", "special_variable_name"):
            found[text_of(inner)] = None
        elif inner.type == "word" and _GIVEN.search(text_of(inner.parent) if inner.parent is not None else ""):
            found[text_of(inner)] = None                         # [[ -v NAME ]] asks for a variable without a dollar
    return list(found)


_PLACE = regex(r"\[(?:-?\d+|[@*])\]\Z")


def reads_some_element(node: tree_sitter.Node) -> bool:
    """Whether a piece of a script reads the element of an array whose place only a run knows."""
    return any(inner.type == "subscript" and _PLACE.search(text_of(inner)) is None for inner in nodes(node))


_ITSELF = regex(r"\"?\$(?:0|\{0\})\"?")
_ITS_FILE = regex(r"\"?\$(?:BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})\"?")
_RETURNS = regex(r"\(\s*return(?:\s+0)?(?:\s+2>\s*/dev/null)?\s*\)(?:\s*(?:&|2)?>\s*/dev/null)?")


def asks_whether_sourced(left: tree_sitter.Node, right: tree_sitter.Node) -> bool:
    """Whether a comparison is one of ``$0`` with ``$BASH_SOURCE``: they are the same where the file is run, and not where it is read in."""
    sides = text_of(left).strip(), text_of(right).strip()
    return any(_ITSELF.fullmatch(one) and _ITS_FILE.fullmatch(other) for one, other in (sides, sides[::-1]))


def returns_only(node: tree_sitter.Node) -> bool:
    """Whether a command is ``(return 0 2>/dev/null)``, which asks the same."""
    return _RETURNS.fullmatch(text_of(node).strip()) is not None


def is_test(node: tree_sitter.Node) -> bool:
    """Whether a statement only tests something: ``[ ... ]``, ``[[ ... ]]``, ``test ...``."""
    name = node.child_by_field_name("name") if node.type == "command" else None
    return node.type == "test_command" or (name is not None and text_of(name) in ("test", "[", "[["))


def in_words(node: tree_sitter.Node, *, negative: bool = False) -> str:
    """A condition as people read it: ``$CLEANUP is set``."""
    try:
        text = _words(node)
    except RecursionError:                                # nested deeper than anybody reads it
        text = _clip(text_of(node))
    return (f"not ({text})" if " " in text else f"not {text}") if negative else text


def _words(node: tree_sitter.Node) -> str:
    kind = node.type
    if kind in ("test_command", "parenthesized_expression"):
        inner = node.named_children
        if len(inner) == 1 and inner[0].type in ("word", "string", "simple_expansion", "expansion", "concatenation"):
            return f"{_clip(text_of(inner[0]), 60)} is set"
        if (joined := joined_words(text_of(node), _unary, _binary)) is not None:
            return joined[:160]
        return _words(inner[0]) if inner else _clip(text_of(node))
    if kind == "unary_expression":
        operator = node.child_by_field_name("operator")
        operand = node.named_children[-1] if node.named_children else None
        sign = text_of(operator) if operator is not None else text_of(node)[:1]
        if operand is None:
            return _clip(text_of(node))
        if sign == "!":
            return denied(_words(operand))
        return _UNARY.get(sign, sign + " {}").format(_clip(text_of(operand), 60))
    if kind == "negated_command":
        return denied(_words(node.named_children[-1])) if node.named_children else _clip(text_of(node))
    if kind == "binary_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        sign = text_of(operator) if operator is not None else ""
        if left is None or right is None:
            return _clip(text_of(node))
        if sign in ("&&", "||"):
            return f"{_words(left)} {'and' if sign == '&&' else 'or'} {_words(right)}"[:160]
        return f"{_clip(text_of(left), 50)} {_BINARY.get(sign, sign)} {_clip(text_of(right), 50) or 'empty'}"
    if kind == "list":
        parts = [child for child in node.children if child.is_named]
        sign = next((text_of(child) for child in node.children if not child.is_named and text_of(child) in ("&&", "||")), "&&")
        if len(parts) == 2:
            return f"{_words(parts[0])} {'and' if sign == '&&' else 'or'} {_words(parts[1])}"[:160]
    if kind == "variable_assignment" and "$(" in text_of(node):
        return f"`{_clip(text_of(node).partition('$(')[2].rstrip(')'))}` succeeds"
    if kind == "redirected_statement" and text_of(node).startswith("! "):
        return denied(f"`{_clip(text_of(node)[2:])}` succeeds")
    if kind in ("command", "pipeline", "redirected_statement", "subshell"):
        return f"`{_clip(text_of(node))}` succeeds"
    return _clip(text_of(node))


def _unary(sign: str, of: str) -> str:
    return (_UNARY.get(sign, sign + " {}") if sign else "{} is set").format(_clip(of, 60))


def _binary(left: str, sign: str, right: str) -> str:
    return f"{_clip(left, 50)} {_BINARY.get(sign, sign)} {_clip(right, 50) or 'empty'}"


_FILLED = (" is not empty", " holds nothing")


def denied(words: str) -> str:
    """The opposite of a condition in words; of what is itself denied as a whole, what is denied there."""
    for one, other in (_FILLED, _FILLED[::-1]):
        if words.endswith(one) and " " not in words.removesuffix(one):
            return words.removesuffix(one) + other
    if words.count("`") == 2 and words.startswith("`") and words.endswith(("` succeeds", "` fails")):
        return words.rpartition("`")[0] + ("` fails" if words.endswith("succeeds") else "` succeeds")
    inner = words[len("not (") : -1] if words.startswith("not (") and words.endswith(")") else ""
    depth = 0
    for letter in inner:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:                                    # not (a) and b (c)
            return f"not ({words})"
    return inner if inner and not depth else f"not ({words})"


def _clip(text: str, size: int = 80) -> str:
    text = re.sub(r"\\?\s+", " ", text.strip())
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        text = text[1:-1]
    return text if len(text) <= size else text[: size - 3] + "..."


def operands_of(node: tree_sitter.Node) -> list[tuple[tree_sitter.Node, str, tree_sitter.Node]]:
    """The comparisons inside a condition: left, operator, right."""
    found = []
    for inner in nodes(node):
        if inner.type == "binary_expression":
            left, right, operator = (inner.child_by_field_name(name) for name in ("left", "right", "operator"))
            if left is not None and right is not None and operator is not None and text_of(operator) in _BINARY:
                found.append((left, text_of(operator), right))
    return found


def judge_names(names: list[str], at: Location, *, boolean: bool, default: str | None = None) -> list[Guard]:
    """Guards by the names of tested variables: dry runs and their opposites."""
    guards = []
    for name in names:
        if _DRY.match(name):
            on = default is not None and not _FLAGLIKE_OFF.match(default)
            guards.append(Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"${name} is tested", default_on=on))
        elif boolean and _WET.match(name):
            guards.append(Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}${name}", default_on=True))
    return guards


_FLAGLIKE_OFF = regex(r"(?:0|n|no|false|off|)\Z", re.IGNORECASE)


def is_safe(name: str) -> bool:
    """Whether a variable is called like a switch that keeps a script from acting."""
    return _DRY.match(name) is not None


def asks_for_nothing(constant: str) -> bool:
    """Whether a word that something is compared with asks to change nothing: ``--dry-run``, ``dryrun`` as a mode."""
    return _DRY_WORD.fullmatch(constant) is not None


def skips_question(name: str) -> bool:
    """Whether a variable's name says that it goes round a question."""
    return _SKIP.match(name) is not None


def holds_back_if(name: str, value: str | None) -> bool:
    """Whether a variable that a file sets to a value is a switch that keeps it from acting until somebody edits the file."""
    if value is None:
        return False
    return _DRY.match(name) is not None and not is_off(value) if not is_off(value) else _WET.match(name) is not None


def asks_where_on(name: str, test: str) -> bool:
    """Whether a variable's name says that questions are asked where it is set, and a test holds where it is."""
    return _ASKS.match(name) is not None and _TURNED.search(test) is None


def is_off(constant: str) -> bool:
    """Whether a word turns something off."""
    return _FLAGLIKE_OFF.match(constant) is not None


def skips_questions(constant: str) -> bool:
    """Whether a word that something is compared with is an option that goes round questions."""
    return _SKIPPING.fullmatch(constant) is not None


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


def admits_any(patterns: Sequence[str]) -> bool:
    """Whether patterns let production in beside other places (``dev|staging|prod``): who asks so knows that it is a place, not which."""
    words = [word for pattern in patterns for word in _ALTERNATIVES.split(pattern.strip("^$@+()*")) if word]
    return 0 < sum(map(is_production, words)) < len(words)


def leaves(body: Sequence[tree_sitter.Node]) -> bool:
    """Whether the last of some statements, by its words, ends the script or the function that they stand in."""
    last = next((statement for statement in reversed(body) if statement.type != "comment"), None)
    return last is not None and _LEAVES.match(text_of(last)) is not None


def off_unless_given(source: str) -> bool:
    """Whether a test asks for something that is not so unless somebody sees to it: a variable that is set, or on."""
    return _ASKS_FOR_SET.search(source) is not None


def without_variables(pattern: str) -> str:
    """What stands in a pattern besides variables."""
    return _VARIABLE_IN.sub("", pattern)


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


def pattern_matches(value: str, pattern: str) -> bool:
    """Whether a literal matches a case pattern or the right side of ``==``."""
    return fnmatch.fnmatchcase(value, pattern)
