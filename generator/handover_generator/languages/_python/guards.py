"""Which tests are guards: a question to a person, a dry run, a check of the place.

A guard belongs to what depends on its value: the branches of its ``if``, and, where one branch leaves, all that follows.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from handover_generator.languages._python.conditions import EDITED, NOT
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Answer, Api, Seq, Str, UnknownValue, Values
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.model.text import Hole
from handover_generator.regexes import regex

_SAFE_WORDS = regex(
    r"(?:^|_)(?:dry_?runs?|noop|no_op|no_act|simulat\w*|pretend|print_only|only_print\w*|check_only|check_mode|list_only|what_?if|plan_only"
    r"|(?:print|show|echo)_(?:commands?|cmds?|sql|statements?|queries)(?:_only)?|(?:just|only)_(?:print|show|list)"
    r"|test_run|test_only|(?:dont|do_not)_(?:write|save|send|delete|remove|commit|apply|execute|run|do|act|change|modify|update|upload|push|publish|post"
    r"|store|insert|create|mail|email|notify|drop|touch|move|rename|sync|load|import)\w*)(?:$|_)|^(?:preview|preview_only|test|test_mode|dry|dry_mode)$")
_DOING_WORDS = regex(r"^(?:really_|do_)?(?:commit|apply|execute|really|live|for_real|fix|repair)(?:_changes)?$"
                     r"|^(?:really_|do_)(?:it|perform|write|save)$|^(?:perform|write|save)_changes$|^doit$")
_UNDRY = regex(r"^(?:no|not|non|disable|without)_(?:dry_?runs?|dry|simulat\w*|pretend|what_?if)$")
"""Switches that turn off what keeps a program from acting."""
_STORING = regex(r"--(?:write|persist|write-changes|write-to-db|save-to-db|update-db)")
"""Options that a person gives so that something is stored at all; what a program writes may be called so, too, so only an option is."""
_HOLDS_BACK = regex(r"--(?:no|dont|do-not|skip)-(?:send(?:ing)?|write|commit|save|act|actions?|apply|exec|execute|modify|store|persist)")
"""Options that a person gives so that the last step is left out: what stands behind one is not done then."""
_BYPASS_WORDS = regex(
    r"(?:^|_)(?:yes|y|force|forced|assume_yes|no_?input|noinput|interactive|batch|quiet|skip_confirm\w*"
    r"|no_confirm\w*|unattended)(?:$|_)")
_PLACE_WORDS = regex(
    r"(?:^|_)(?:env|environment|staging|prod|production|hostname|fqdn|nodename|deploy\w*_env|app_env|is_prod\w*|is_live"
    r"|geteuid|getuid|getuser|getlogin|pw_name|gethostname|getfqdn|whoami|node_env|rails_env|db_?name|database_name)(?:$|_)"
    r"|(?:^|_)(?:stage|debug|host|site|cluster)(?:_(?:name|type|mode|kind|level|tier|label|id|key))?$")
"""Words that say where something runs; those of the last line only where they are what is meant: ``cluster_version`` is a version."""
_LEAVES_OUT = regex(r"(?:skip|ignore|no|without|disable|bypass)_\w*check")
"""Called so is an option that leaves such a check out."""

_SAYS_AGAIN = frozenset({"str", "lower", "upper", "strip", "get", "getenv", "bool", "any", "all", "len", "set", "decode", "search", "match",
                         "fullmatch"})
"""Calls that give what they are given, or say whether it is there."""
_LOOKS_UP = {"get": 1, "pop": 1, "getenv": 1, "bool": 1, "getboolean": 2, "getbool": 2, "get_bool": 2, "get_boolean": 2}
"""Calls that look up a key, and how many arguments may be one: the last of them is, as in ``config.getboolean("main", "dry_run")``."""
_PROBES = frozenset({"exists", "is_dir", "is_file", "is_symlink", "is_mount"})
_ALSO_STEPS = frozenset({"stage", "site"})       # what is called so may be a step of the work, or a thing that it is done to
_ENVIRONMENT = regex(r"(?i)prod|stag|dev|test|local|live|sandbox|demo|qa|uat|beta|integration|canary")
_SURELY_ENVIRONMENT = regex(r"(?i)prod|stag|dev|test|live\b|sandbox|demo|qa|uat|beta|canary")
_IS_ENVIRONMENT = regex(r"(?i)[._-]?(?:prod(?:uction)?|stag(?:e|ing)|live|dev(?:elopment)?|test(?:ing)?|qa|uat|sandbox|demo)[._-]?")
_LIVE_OR_NEXT_TO_IT = regex(r"(?i)prod(?:uction)?|staging")
_ADDRESS = regex(r"(?:^|_)(?:url|uri|dsn|host|hostname|node|nodename|server|domain|address|endpoint)(?:$|_)")
_SORT = regex(r"(?:^|_)(?:mode|type|kind|backend|method|provider|engine|format|protocol|driver|style|strategy|scheme|storage|source|algorithm|auth)$")
"""What is called so says which sort of a thing is meant: ``AUTH_MODE`` is "local" on a server, too."""
_ASKED_FOR = regex(r"event|request|body|query|input|form|\Aget\Z|\Apost\Z")
_MAY_BE_DATA = frozenset({"test", "preview", "dry", "test_mode", "dry_mode"})
"""Switches that are called as a field of data may be, too."""
_SET_UP = regex(r"sett|conf|cfg|app|opt|env|arg|self|cls|flask|server|site|context|ctx|param|flag|module|main|django|current|global|g\Z")
"""Parts of the names of what says how a program is set up."""
_YES_OR_NO = regex(r"(?i)\by(?:es)?\b\W{0,3}/?\W{0,3}no?\b|\bsure\b|\b(?:continue|proceed|go ahead|confirm)\b")
_REMOVAL = regex(r"--(?:really-|do-)?(?:delete|remove|purge|prune|destroy|wipe|drop|clean|clean-?up)"
                 r"(?:-(?!existing|first|before|previous)[a-z]+)*")
"""What clears the place for something else first is no dry run of that."""
_ABSENT = regex(r"if (--[\w-]+|[A-Z][A-Z0-9_]*) is not (?:given|set)")
_OF_DATABASE = regex(r"(?:^|_)(?:db_?name|database_name)(?:$|_)")
_WHO_AND_WHERE = regex(r"(?:getpass\.getuser|os\.getlogin|socket\.(?:gethostname|getfqdn)|platform\.node)\(\)|pwd\.getpwuid\(\)(?:\.pw_name|\[\])")
"""What gives the name of the user, or of the machine."""
_PLACE_FLAG = regex(r"(?:IS_|IN_|ON_|RUNNING_)*(?:PROD|PRODUCTION|STAGE|STAGING|DEV|DEVELOPMENT|LIVE|SANDBOX)(?:_ENV|_MODE|_SITE|_SERVER)?\Z")


@remembered
def names_in(test: ast.expr) -> tuple[str, ...]:
    """Names, members and constant keys that a test speaks of, lower case, dashes as underscores."""
    found: list[str] = []
    for node in nodes_in(test):
        if isinstance(node, ast.Name):
            found.append(node.id)
        elif isinstance(node, ast.Attribute):
            found.append(node.attr)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            found.append(node.slice.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOOKS_UP:
            keys = [argument.value for argument in node.args[:_LOOKS_UP[node.func.attr]] if isinstance(argument, ast.Constant)]
            found += [key for key in keys[-1:] if isinstance(key, str)]
    return tuple(_snake(name) for name in found)


@lru_cache(maxsize=4096)
def _snake(name: str) -> str:
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().replace("-", "_")


@lru_cache(maxsize=4096)
def _is_safe(name: str) -> bool:
    return _SAFE_WORDS.search(name) is not None and _UNDRY.search(name) is None


@lru_cache(maxsize=4096)
def _is_doing(name: str) -> bool:
    return _DOING_WORDS.search(name) is not None or _UNDRY.search(name) is not None


@lru_cache(maxsize=4096)
def is_place(name: str) -> bool:
    """Whether a variable is called like one that says which place this is."""
    return _PLACE_WORDS.search(name) is not None and _LEAVES_OUT.match(name) is None


def goes_round(name: str) -> bool:
    """Whether an option is called like one with which nobody is asked."""
    return _BYPASS_WORDS.search(_snake(name)) is not None


def is_safe(name: str) -> bool:
    """Whether a variable is called like a switch that keeps a program from acting."""
    return _is_safe(_snake(name))


def is_doing(name: str) -> bool:
    """Whether a variable is called like a switch without which a program does not act."""
    return _is_doing(_snake(name))


def guard_of(test: ast.expr, values: Values, at: Location) -> Guard | None:
    """The guard a test is, judged by where its value comes from and then by the names it speaks of; None if it is none."""
    names = list(names_in(test))
    for value in values:
        if isinstance(value, Answer):
            bypass = next((n for n in names if _BYPASS_WORDS.search(n)), None)
            strong = value.guard.strong and not (value.of_text and _only_there(test) and not _asks(value.guard.detail))
            return Guard(kind=GuardKind.CONFIRM, at=value.guard.at, detail=value.guard.detail, bypass=_flag(bypass) if bypass else value.guard.bypass,
                         strong=strong)
    holes = [hole for value in values if isinstance(value, Str) for hole in value.text.holes]
    names += [_snake(hole.name.removeprefix(NOT).lstrip("-")) for hole in holes]
    names += [_snake(value.why) for value in values if isinstance(value, UnknownValue) and value.why.isidentifier()]
    for value in values:
        if isinstance(value, UnknownValue) and value.why.endswith(EDITED):
            return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{value.why} stands in the file", default_on=True)
    for name in names:
        if name in _MAY_BE_DATA and name in _keys_of_data(test):
            continue
        if _is_safe(name) and name not in _sought(test) and name not in _holders(test) and name not in _questions(test):
            return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{name} decides whether it acts", default_on=False)
    for name in _flags_sought(test):
        if _is_safe(name) or _is_doing(name):
            said = f"{ACTS_ONLY}--{name}" if _is_doing(name) else f"{name} decides whether it acts"
            return Guard(kind=GuardKind.DRY_RUN, at=at, detail=said, default_on=_is_doing(name))
    for hole in holes:
        if hole.kind == "flag" and hole.default is None and _STORING.fullmatch(hole.name.removeprefix(NOT)):
            return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}{hole.name.removeprefix(NOT)}", default_on=True)
        if hole.kind == "flag" and hole.default is None and _HOLDS_BACK.fullmatch(hole.name.removeprefix(NOT)):
            return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{hole.name.removeprefix(NOT)} keeps it from acting", default_on=False)
    deciding = [name for operand in _operands(test) for name in names_in(operand)] + names[len(names_in(test)):]
    for name in deciding:
        if _is_doing(name) and name not in _holders(test) and not any(isinstance(n, ast.Call) for n in nodes_in(test)):
            return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}{name}", default_on=True)
    if _checks_place(test, names, holes, values):
        return Guard(kind=GuardKind.ENV_CHECK, at=at, detail=f"checks {ast.unparse(test)[:80]}", strong=_tells_apart(test))
    return None


_IN_PLACE = regex(r"^(?:dry|fake|dummy|null|noop|no_op|mock|stub|simulat\w*|pretend\w*|printing)(?:_|$)")


def has_stand_in(choice: ast.IfExp) -> bool:
    """Whether one of two things that are chosen from is there to act for the other in a dry run: ``DryRunDeleter() if dry_run else Deleter()``."""
    return sum(_stands_in(branch) for branch in (choice.body, choice.orelse)) == 1


def _stands_in(branch: ast.expr) -> bool:
    function = branch.func if isinstance(branch, ast.Call) else branch
    name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    return bool(name) and (_is_safe(_snake(name)) or _IN_PLACE.match(_snake(name)) is not None)


def _only_there(test: ast.expr) -> bool:
    """Whether a test only asks whether something was given."""
    return isinstance(test, (ast.Name, ast.NamedExpr)) or (isinstance(test, ast.UnaryOp) and _only_there(test.operand))


def _asks(detail: str) -> bool:
    """Whether a prompt asks whether to go on, and not for a name or a number."""
    return _YES_OR_NO.search(detail) is not None or "?" in detail


def removal_of(test: ast.expr, values: Values, at: Location) -> Guard | None:
    """The guard that asking for an option such as ``--delete`` is, where without it things are only listed."""
    if not isinstance(test, (ast.Name, ast.Attribute, ast.Subscript)):
        return None
    for value in values:
        if isinstance(value, Str) and len(value.text.parts) == 1:
            for hole in value.text.holes:
                if hole.kind == "flag" and hole.default is None and _REMOVAL.fullmatch(hole.name):
                    return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}{hole.name}", default_on=True)
    return None


def variable_check(test: ast.expr, left: Values, at: Location, named: Values = ()) -> Guard | None:
    """The guard that a test is which ends the program unless an environment variable holds a certain word, or the user or the machine is called so:
    it asks for the right place, or for somebody who means it. A variable that must only be there says nothing of the kind. ``named``: what a
    constant on the right side holds.
    """
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn))):
        return None
    against = test.comparators[0]
    words = against.elts if isinstance(against, (ast.Tuple, ast.List, ast.Set)) else [against]
    listed = [member for value in named for item in (value.items if isinstance(value, Seq) and value.exact else ((value,),)) for member in item]
    if not (all(isinstance(member, Str) and member.text.literal for member in listed) if listed else
            words and all(isinstance(word, ast.Constant) and word.value not in (None, "") for word in words)):
        return None
    if any(isinstance(value, Api) and _WHO_AND_WHERE.fullmatch(value.path) for value in left):
        return Guard(kind=GuardKind.ENV_CHECK, at=at, detail=f"checks {ast.unparse(test)[:80]}", strong=_tells_apart(test))
    names = [hole.name for value in left if isinstance(value, Str) and len(value.text.parts) == 1 for hole in value.text.holes if hole.kind == "env"]
    if not names:
        return None
    texts = [member.text.literal or "" for member in listed if isinstance(member, Str)] or [str(ast.literal_eval(word)) for word in words]
    if _SORT.search(_snake(names[0])) and not is_place(_snake(names[0])) and not any(map(_SURELY_ENVIRONMENT.search, texts)):
        return None
    return Guard(kind=GuardKind.ENV_CHECK, at=at, detail=f"checks {names[0]}: {ast.unparse(test)[:80]}", strong=_tells_apart(test))


@remembered
def _sought(test: ast.expr) -> frozenset[str]:
    """Names of what is looked for in a collection: ``test_run`` in ``if test_run not in tables`` is a thing, no switch."""
    return frozenset(name for node in nodes_in(test) if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn))
                     and not isinstance(node.comparators[0], (ast.Tuple, ast.List, ast.Set)) for name in names_in(node.left))


@remembered
def _flags_sought(test: ast.expr) -> tuple[str, ...]:
    """Options that a test looks for in a command line that nothing has parsed: ``"--dry-run" in sys.argv``."""
    return tuple(_snake(node.left.value.lstrip("-")) for node in nodes_in(test)
                 if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(node.left, ast.Constant)
                 and isinstance(node.left.value, str) and node.left.value.startswith("-"))


@remembered
def _place_in_address(test: ast.expr) -> bool:
    """``"prod" in os.environ["DATABASE_URL"]``, ``"staging" not in platform.node()``: an address is asked which place it belongs to."""
    return any(isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(node.left, ast.Constant)
               and isinstance(node.left.value, str) and _IS_ENVIRONMENT.fullmatch(node.left.value) is not None
               and any(map(_ADDRESS.search, names_in(node.comparators[0]))) for node in nodes_in(test))


@remembered
def _place_in_setting(test: ast.expr) -> bool:
    """``app.config["SYSTEM_TYPE"].lower() == "production"``: a setting, which is written in capitals, tells the place whatever it is called."""
    for node in nodes_in(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn)) and _setting(node.left).isupper():
            against = node.comparators[0]
            words = against.elts if isinstance(against, (ast.Tuple, ast.List, ast.Set)) else [against]
            if any(isinstance(word, ast.Constant) and isinstance(word.value, str) and _LIVE_OR_NEXT_TO_IT.fullmatch(word.value) for word in words):
                return True
    return False


def _setting(asked: ast.expr) -> str:
    """What a setting is called, however it is come to; ``""`` for anything else."""
    while isinstance(asked, ast.Call):
        of = asked.func.value if isinstance(asked.func, ast.Attribute) and asked.func.attr in _SAYS_AGAIN else None
        if asked.args and (isinstance(asked.func, ast.Name) or (isinstance(asked.func, ast.Attribute) and asked.func.attr == "get")):
            of = asked.args[0]
        if of is None:
            return ""
        asked = of
    asked = asked.slice if isinstance(asked, ast.Subscript) else asked
    name = asked.id if isinstance(asked, ast.Name) else asked.attr if isinstance(asked, ast.Attribute) else asked.value if isinstance(
        asked, ast.Constant) else ""
    return name if isinstance(name, str) else ""


@remembered
def _holders(test: ast.expr) -> frozenset[str]:
    """Names of things that a member is asked of: ``commit`` in ``if commit.author == "bot"`` is no switch."""
    called = {id(node.func) for node in nodes_in(test) if isinstance(node, ast.Call)}
    members = [node.value for node in nodes_in(test) if isinstance(node, ast.Attribute) and id(node) not in called]
    return frozenset(_snake(node.attr if isinstance(node, ast.Attribute) else node.id)
                     for node in members if isinstance(node, (ast.Attribute, ast.Name)))


@remembered
def _questions(test: ast.expr) -> frozenset[str]:
    """Names of what a test calls with something: ``transport.is_noop(status)`` asks about a thing, ``is_dry_run()`` about the run."""
    called = [node.func for node in nodes_in(test) if isinstance(node, ast.Call) and (node.args or node.keywords)]
    names = [_snake(node.attr if isinstance(node, ast.Attribute) else node.id) for node in called if isinstance(node, (ast.Attribute, ast.Name))]
    return frozenset(name for name in names if "dry" not in name)


def _operands(test: ast.expr) -> list[ast.expr]:
    """What is asked whether it is true: ``commit`` in ``if args.commit and not quiet``, but not in ``if repository.commit is None``."""
    if isinstance(test, ast.BoolOp):
        return [operand for value in test.values for operand in _operands(value)]
    if isinstance(test, ast.UnaryOp):
        return _operands(test.operand)
    if isinstance(test, ast.Compare):
        asked = all(isinstance(n, ast.Constant) and isinstance(n.value, (bool, str)) for n in test.comparators)
        return [test.left] if asked else []
    return [test]


def _checks_place(test: ast.expr, names: list[str], holes: list[Hole], values: Values) -> bool:
    sought = _sought(test)                 # whether a database of that name is there says nothing of which one it is
    passed = _passed(test)
    names = [name for name in names if name not in passed and name not in _counted(test) and name not in _hold_constants(test)]
    speaking = [name for name in names if is_place(name) and name not in _probed(test) and not (name in sought and _OF_DATABASE.search(name))
                and not (name == "debug" and (_of_a_thing(test) or any(hole.kind == "flag" for hole in holes)))]      # --debug says no place
    if speaking and all(name in _ALSO_STEPS for name in speaking) and (_other_words(test) or _in_names(test)):
        return False
    if speaking and _holders(test).issuperset(speaking) and _other_words(test) and not _asks_for_environment(test):
        return False                       # "env.index == '0'" asks which of several it is
    flagged = any(_PLACE_FLAG.match(name) for name in _constants_in(test)) or _place_in_address(test) or _place_in_setting(test)
    if not speaking:
        return flagged
    if set(speaking) <= {"geteuid", "getuid"} and not any(
            isinstance(n, ast.Compare) and any(isinstance(part, ast.Constant) for part in (n.left, *n.comparators)) for n in nodes_in(test)):
        return False                       # whose file it is says nothing of the place; being root or not does
    plain = any(isinstance(n, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)) for n in nodes_in(test))
    return flagged or _compares(test) or (plain and any(name in ("debug", "is_production", "is_prod", "is_live", "production") for name in names))


@remembered
def _keys_of_data(test: ast.expr) -> frozenset[str]:
    """Keys that are looked up in what may be data: ``test`` in ``record["metadata"].get("test")``, but not in ``options["test"]``."""
    found: set[str] = set()
    for node in nodes_in(test):
        holder, key = (node.value, node.slice) if isinstance(node, ast.Subscript) else (None, None)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            holder, key = node.func.value, node.args[0]
        if holder is not None and isinstance(key, ast.Constant) and isinstance(key.value, str) and not any(
                _SET_UP.search(name) or _ASKED_FOR.search(name) for name in names_in(holder)):
            found.add(_snake(key.value))
    return frozenset(found)


@remembered
def _counted(test: ast.expr) -> frozenset[str]:
    """Names of what a test only counts: ``cluster`` in ``len(cluster) == 0`` is no place."""
    return frozenset(name for node in nodes_in(test) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"
                     for part in node.args for name in names_in(part))


@remembered
def _hold_constants(test: ast.expr) -> frozenset[str]:
    """Modules of which a test only wants a constant that is none of a place: ``environment_specific`` in ``environment_specific.FENCED_GROUP``."""
    asked = [node for node in nodes_in(test) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    constants = [node.attr.isupper() and not is_place(_snake(node.attr)) and not _ENVIRONMENT.search(node.attr) for node in asked]
    return frozenset(_snake(node.value.id) for node, constant in zip(asked, constants, strict=True) if constant and isinstance(node.value, ast.Name))


@remembered
def _of_a_thing(test: ast.expr) -> bool:
    """Whether ``debug`` is what is noted of one thing of many (``not event.debug``), and not how the program is set up (``settings.debug``)."""
    asked = [node.value for node in nodes_in(test) if isinstance(node, ast.Attribute) and node.attr == "debug"]
    return bool(asked) and all(isinstance(holder, ast.Name) and holder.id.islower() and not _SET_UP.search(holder.id) for holder in asked)


@remembered
def _asks_for_environment(test: ast.expr) -> bool:
    """Whether a test names a member that tells the environment."""
    return any(isinstance(node, ast.Attribute) and _IS_ENVIRONMENT.fullmatch(node.attr) for node in nodes_in(test))


@remembered
def _compares(test: ast.expr) -> bool:
    """Whether a test compares something with another value."""
    return any((isinstance(n, ast.Compare) and not _is_there(n) and not _is_order(n))
               or (isinstance(n, ast.Attribute) and n.attr in ("startswith", "endswith")) for n in nodes_in(test))


@remembered
def _probed(test: ast.expr) -> frozenset[str]:
    """Names of files and folders that a test looks for: ``site`` in ``if not site.is_dir()`` is no place where something runs."""
    calls = [node for node in nodes_in(test) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PROBES]
    return frozenset(name for call in calls if isinstance(call.func, ast.Attribute) for name in names_in(call.func.value))


@remembered
def _passed(test: ast.expr) -> frozenset[str]:
    """Names that a test only hands on or looks something up by: ``env`` in ``run(words, env=env).returncode``, ``stage`` in ``status[stage]``."""
    found: set[str] = set()
    kept: set[str] = set()
    waiting: list[tuple[ast.AST, bool]] = [(test, False)]
    while waiting:
        node, inside = waiting.pop()
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        if name is not None:
            (found if inside else kept).add(_snake(name))
        if isinstance(node, ast.Call):
            waiting.append((node.func, inside))
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            handed = called not in _SAYS_AGAIN
            waiting += [(part, inside or handed) for part in (*node.args, *(keyword.value for keyword in node.keywords))]
        elif isinstance(node, ast.Subscript):
            waiting += [(node.value, inside), (node.slice, True)]
        else:
            waiting += [(part, inside) for part in ast.iter_child_nodes(node)]
    return frozenset(found - kept)


def _in_names(test: ast.expr) -> bool:
    """Whether a test looks for something in a collection that is only named: ``self.site not in CODES``."""
    return any(isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)) and not any(
        isinstance(part, ast.Constant) for part in nodes_in(node.comparators[0])) for node in nodes_in(test))


def _other_words(test: ast.expr) -> bool:
    """Whether a test compares with words that are none of an environment: ``stage in ("auth", "upload")`` asks which step is meant."""
    words = [node.value for node in nodes_in(test) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return bool(words) and any(isinstance(node, ast.Compare) for node in nodes_in(test)) and not any(map(_ENVIRONMENT.search, words))


def _is_there(test: ast.Compare) -> bool:
    """``environment is None``, ``environment is False``, ``None in (cluster, user)``: that it is there says nothing of which one it is."""
    if all(isinstance(op, (ast.In, ast.NotIn)) for op in test.ops) and isinstance(test.left, ast.Constant) and test.left.value in (None, ""):
        return True
    return all(isinstance(op, (ast.Is, ast.IsNot)) for op in test.ops) and all(
        isinstance(part, ast.Constant) and (part.value is None or isinstance(part.value, bool)) for part in test.comparators)


def _is_order(test: ast.Compare) -> bool:
    """``prod_dump_time > last_run``: what is larger or later is an amount or a time, and no place."""
    return all(isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in test.ops)


@remembered
def _constants_in(test: ast.expr) -> tuple[str, ...]:
    """Names that a test asks in capitals, as settings are written (``settings.STAGE``, ``IS_DEV``)."""
    return tuple(name for node in nodes_in(test) if isinstance(node, (ast.Name, ast.Attribute))
                 if (name := node.id if isinstance(node, ast.Name) else node.attr).isupper())


_LIVE = regex(r"(?i)(?:^|[_-])(?:prod|production|live|prd)(?:$|[_-])")


def _tells_apart(test: ast.expr) -> bool:
    """Whether a check of the place keeps one kind of place from another: not where a constant is compared with localhost, where any place
    that there is will do (``env in ("staging", "production")``), and where only the superuser is asked for, whom every machine has.
    """
    if _hard_coded(test) or _asks_for_root(test):
        return False
    for node in nodes_in(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            words = [part.value for part in nodes_in(node.comparators[0]) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if 0 < sum(_LIVE.search(word) is not None for word in words) < len(words):
                return False
    return True


def _asks_for_root(test: ast.expr) -> bool:
    compared = [node for node in nodes_in(test) if isinstance(node, ast.Compare)]
    constants = [part.value for node in compared for part in (node.left, *node.comparators) if isinstance(part, ast.Constant)]
    whose = not {"geteuid", "getuid"}.isdisjoint(names_in(test))
    return bool(constants) and all(constant == "root" or (whose and constant == 0 and not isinstance(constant, bool)) for constant in constants)


def _hard_coded(test: ast.expr) -> bool:
    """Comparing a constant with localhost proves nothing about where it runs."""
    return any(isinstance(n, ast.Constant) and n.value in ("localhost", "127.0.0.1", "::1") for n in nodes_in(test))


def is_switch(test: ast.expr, values: Values) -> bool:
    """Whether a test only asks whether something is on: an option, a variable of the environment, or a constant in capitals."""
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    if not isinstance(test, (ast.Name, ast.Attribute, ast.Subscript)):
        return False
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    holes = [hole for value in values if isinstance(value, Str) and len(value.text.parts) == 1 for hole in value.text.holes]
    return name.isupper() or any(hole.kind in ("flag", "env") for hole in holes)


def is_bypass(test: ast.expr) -> str | None:
    """The flag that goes round a question, if the test is about one (``if not args.yes:``)."""
    return next((_flag(name) for name in names_in(test) if _BYPASS_WORDS.search(name)), None)


def is_absent(question: Guard, condition: str) -> str | None:
    """The option or variable without which a question is asked ("if CI is not set"); None where what is asked for may be the missing thing itself."""
    absent = _ABSENT.fullmatch(condition)
    return absent.group(1) if absent is not None and _YES_OR_NO.search(question.detail) else None


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
