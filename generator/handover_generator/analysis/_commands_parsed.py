"""A command line taken apart: options and operands told apart by a row's data, targets picked by its target texts."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping, Sequence

from handover_generator.analysis._commands_types import NOTHING_SET
from handover_generator.analysis._commands_words import start_of
from handover_generator.analysis.paths import with_suffix
from handover_generator.catalogue.commands import CommandSpec
from handover_generator.model.roles import Role, target_of
from handover_generator.model.text import Hole, Text
from handover_generator.records import field, record
from handover_generator.regexes import regex


@record(slots=True)
class Parsed:
    """A command line taken apart. ``flags``: option to its values (None where it has none). ``sub``: the chosen sub-command, or ''."""

    spec: CommandSpec
    sub: str = ""
    flags: dict[str, list[Text | None]] = field(default_factory=dict)
    operands: list[Text] = field(default_factory=list)
    chain: list[CommandSpec] = field(default_factory=list)
    rest: list[Text] = field(default_factory=list)           # options and operands as given, the sub-command taken away
    more: bool = False                                       # whether one of the words stood for options from outside
    environment: Mapping[str, Text] = NOTHING_SET            # what it is known to be started with
    here: bool = True                                        # whether it runs on this machine, in the environment of the script
    wanted: dict[str, None] = field(default_factory=dict)    # variables that say what its words leave out, and that nobody here sets

    def has(self, names: Sequence[str]) -> bool:
        """Whether one of the options is given; ``--name=value`` is a pattern for a given value; ``name=value`` words count as operands given, and
        ``operand 1 -c`` is a pattern for one at its place, ``last-sub *://*`` for the sub-command.
        """
        for name in names:
            if name.startswith("operand "):
                _, number, pattern = name.split(" ", 2)
                if int(number) < len(self.operands) and fnmatch.fnmatchcase(self.operands[int(number)].render(), pattern):
                    return True
                continue
            if name.startswith("last-sub "):
                if self.sub and fnmatch.fnmatchcase(self.sub, name.removeprefix("last-sub ")):
                    return True
                continue
            option, _, value = name.partition("=")
            if option in self.flags and (not value or any(
                    v is not None and v.literal is not None and fnmatch.fnmatchcase(v.literal, value) for v in self.flags[option])):
                return True
            if not name.startswith("-") and any(fnmatch.fnmatchcase(operand.render(), name) for operand in self.operands):
                return True
        return False

    def value(self, *names: str) -> Text | None:
        """The last value given to one of the options."""
        for name in names:
            for value in reversed(self.flags.get(name, [])):
                if value is not None:
                    return value
        return None

    def said(self, place: str) -> str | None:
        """What a part of a row's words names: the value of one of several options (``-r|--replicas``), an operand, all options that are given."""
        if place == "options":
            return " ".join(self.flags) or None
        text = next(iter(self.texts(place)), None) if place.startswith("operand ") else self.value(*place.split("|"))
        return text.render() if text is not None else None

    def texts(self, target: str, stdin: Text | None = None) -> list[Text]:
        """What a target text of a row picks."""
        role = target_of(target)
        return _PICKS[role.form](self, role, stdin) if role is not None else self.given(target)

    def given(self, option: str) -> list[Text]:
        """All values of an option."""
        return [value for value in self.flags.get(option, []) if value is not None]

    def first(self, targets: Sequence[str], stdin: Text | None = None) -> list[Text]:
        """The texts of the first target that picks any."""
        for target in targets:
            found = self.texts(target, stdin)
            if found:
                return found
        return []


def _some_operands(parsed: Parsed, role: Role, stdin: Text | None) -> list[Text]:
    first, last = (int(part) if part else None for part in (role.of, role.name))
    return parsed.operands[first:last]


def _with_suffix(parsed: Parsed, role: Role, stdin: Text | None) -> list[Text]:
    return [with_suffix(operand, role.name) for operand in parsed.operands if operand.literal != "-"]


def _operand(parsed: Parsed, role: Role, stdin: Text | None) -> list[Text]:
    place = int(role.name)
    return [parsed.operands[place]] if -len(parsed.operands) <= place < len(parsed.operands) else []


def _variable(parsed: Parsed, role: Role, stdin: Text | None) -> list[Text]:
    if not parsed.here:
        return []                                # what it is called on another machine nobody here says
    if role.name not in parsed.environment:
        parsed.wanted[role.name] = None
    return [parsed.environment.get(role.name) or Text.of(Hole("env", role.name))]


_PICKS: dict[str, Callable[[Parsed, Role, Text | None], list[Text]]] = {
    "operands": lambda parsed, role, stdin: list(parsed.operands),
    "operands[1:]": _some_operands,
    "operands~.txt": _with_suffix,
    "operand 0": _operand,
    "--file": lambda parsed, role, stdin: parsed.given(role.name),
    "--": lambda parsed, role, stdin: parsed.given(role.name),
    "stdin": lambda parsed, role, stdin: [stdin] if stdin is not None else [],
    "last-sub": lambda parsed, role, stdin: [Text.of(parsed.sub)] if parsed.sub else [],
    "=text": lambda parsed, role, stdin: [Text.of(role.name)],
    "$NAME": _variable,
}
"""What each form of target picks from a command line, and from what it is fed."""

MOST_VALUES = 3                         # of options that no row lists, before a sub-command


def parse(words: Sequence[Text], spec: CommandSpec, *, counted: bool = False, environment: Mapping[str, Text] = NOTHING_SET,
          here: bool = True) -> Parsed:
    """Take the words after a command's name apart, following sub-commands.

    Glued letters (``-rf``), ``--option=value``, ``-ovalue`` and ``--`` are understood; which options take an argument is the row's to say.
    ``counted``: each word counts as it stands; else a variable that is named so stands for options. ``environment``: what it is started with, if it
    runs ``here``.
    """
    parsed = Parsed(spec=spec, chain=[spec], environment=environment, here=here)
    takes = spec.takes
    rest = list(words) if counted else [word for index, word in enumerate(words) if not _stands_for_options(word, spec)
                                        and not _is_letter_of_option(word, words[index + 1 :])]
    parsed.more = len(rest) < len(words)
    while parsed.spec.sub:
        positions = _operand_positions(rest, takes, parsed.spec.single_dash)
        chosen = _chosen(rest, positions, parsed.spec)
        if chosen is None and (options := _options_before(rest, positions)) and not counted:
            behind = [position for position in _operand_positions(rest, takes, parsed.spec.single_dash, len(options) + 4) if position not in options]
            chosen = _chosen(rest, behind, parsed.spec)
            if chosen is not None:                       # yum $verbose -y install: it holds options, or nothing
                chosen = chosen[0], sorted((*options, *chosen[1]))
                parsed.more = True
        if chosen is None:
            chosen = _behind_values(rest, takes, parsed.spec)
        if chosen is None:
            if positions and parsed.spec.otherwise is not None:
                literal = rest[positions[0]].literal or rest[positions[0]].render()
                parsed.sub = (parsed.sub + " " + literal).strip()
                parsed.spec = parsed.spec.otherwise
                parsed.chain.append(parsed.spec)
                takes |= parsed.spec.takes
                del rest[positions[0]]
            break
        name, used = chosen
        parsed.sub = (parsed.sub + " " + name).strip()
        parsed.spec = parsed.spec.sub[name]
        parsed.chain.append(parsed.spec)
        takes |= parsed.spec.takes
        for position in reversed(used):
            del rest[position]
    parsed.rest = rest
    _options(rest, takes, parsed)
    return parsed


def _chosen(words: list[Text], positions: list[int], spec: CommandSpec) -> tuple[str, list[int]] | None:
    """The sub-command that words name, and where they stand."""
    for count in (4, 3, 2, 1):
        literals = [words[position].literal for position in positions[:count]]
        name = " ".join(literal or "\0" for literal in literals)
        if len(literals) == count and name in spec.sub:
            return name, positions[:count]
    return None


def _behind_values(words: list[Text], takes: frozenset[str], spec: CommandSpec) -> tuple[str, list[int]] | None:
    """The sub-command behind options that no row lists and that take the word behind them, and where all of these words stand: ``kv -C host rm key``.

    None where what stands behind such words is no sub-command either.
    """
    positions = _operand_positions(words, takes, spec.single_dash, MOST_VALUES + 4)
    for count in range(1, min(MOST_VALUES, len(positions)) + 1):
        position = positions[count - 1]
        option = words[position - 1].literal if position else None
        if option is None or not option.startswith("-") or option == "--" or "=" in option or f"{option}=" in takes:
            return None
        if (chosen := _chosen(words, positions[count:], spec)) is not None:
            return chosen[0], [*positions[:count], *chosen[1]]
    return None


def _options_before(words: list[Text], positions: list[int]) -> list[int]:
    """The places of the variables that stand where a sub-command should, of which nothing is known: unquoted, or named after options."""
    found: list[int] = []
    for position in positions:
        word = words[position]
        if len(word.parts) != 1 or not isinstance(hole := word.parts[0], Hole) or hole.kind not in ("env", "unknown"):
            break
        if word.single and _OPTIONS.search(hole.name) is None and _OPTION.search(hole.name) is None:
            break
        found.append(position)
    return found


def _stands_for_options(word: Text, spec: CommandSpec) -> bool:
    """``$TAR_OPTS``: options from outside, whatever they are; no operand. A word for itself is one, unless a host or an image is to come first."""
    if len(word.parts) != 1 or not isinstance(word.parts[0], Hole) or _OPTIONS.search(word.parts[0].name) is None:
        return False
    return not word.single or spec.options_first


def _is_letter_of_option(word: Text, following: Sequence[Text]) -> bool:
    """``mkdir $v -p dir``: a variable that is named after an option and stands where one may, before another."""
    hole = word.parts[0] if len(word.parts) == 1 and not word.single else None
    if not isinstance(hole, Hole) or hole.name.lower() not in ("v", "q", "f") or not following:
        return False
    return start_of(following[0]).startswith("-") or (hole.name == "v" and hole.kind == "env")      # rm -f $v "$old", where nothing here sets it


_BY_OPTION = frozenset(("find", "fd", "tar", "http", "sed"))
"""Commands whose options alone make them change anything: ``find -delete``, ``curl -X``, ``sed -i``."""


def decided_by_options(parsed: Parsed) -> bool:
    """Whether an option that is not seen may make a command change something: another effect, or something to run."""
    if any(parsed.has(part.quiet) for part in parsed.chain):
        return False
    if any(part.special in _BY_OPTION for part in parsed.chain):
        return True
    spec = parsed.spec
    if parsed.operands and any(run.kind == "words" and not run.needs_any for run in spec.runs):
        return False                                     # sudo, env, docker exec: the words are those of what it runs
    return (any(effect.do != "read" and (effect.needs_any or effect.unless or any(target.startswith("-") for target in effect.target))
                for effect in spec.effects)
            or any(run.needs_any or any(source.startswith("-") for source in run.source) for run in spec.runs))


def _operand_positions(words: list[Text], takes: frozenset[str], single_dash: bool, most: int = 4) -> list[int]:
    positions: list[int] = []
    index = 0
    while index < len(words) and len(positions) < most:
        text = start_of(words[index])
        if text.startswith("-") and len(text) > 1:
            index += 2 if _wants_next(words[index], words[index + 1 : index + 2], takes, single_dash) else 1
            continue
        positions.append(index)
        index += 1
    return positions


def _takes_next(name: str, following: Sequence[Text], takes: frozenset[str]) -> bool:
    """Whether a long option takes the word behind it; with ``--*`` each does but those that are listed as glued, and those that say no. With ``-*``
    so does each with one dash.
    """
    if name in takes:
        return True
    if "-*" in takes and not name.startswith("--"):
        return f"{name}=" not in takes and bool(following)
    return ("--*" in takes and name.startswith("--") and not name.startswith("--no-") and f"{name}=" not in takes and bool(following)
            and not start_of(following[0]).startswith("--"))


def _wants_next(word: Text, following: Sequence[Text], takes: frozenset[str], single_dash: bool) -> bool:
    text = word.literal
    if text is None or "=" in text:
        return False
    if text.startswith("--") or single_dash:
        return _takes_next(text, following, takes)
    for index, letter in enumerate(text[1:], start=1):
        if f"-{letter}=" in takes:
            return False
        if "-" + letter in takes:
            return index == len(text) - 1
    return text in takes


def _options(words: list[Text], takes: frozenset[str], parsed: Parsed) -> None:
    options_first = parsed.spec.options_first
    single_dash = any(spec.single_dash for spec in parsed.chain)
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        start = start_of(word)
        if start == "--" and len(word.parts) == 1:
            parsed.flags["--"] = [*words[index:]]
            parsed.operands += words[index:]
            return
        if not start.startswith("-") or (start == "-" and len(word.parts) == 1):
            dashes = options_first and not parsed.operands and parsed.spec.settings.get("command") == "after dashes"
            if dashes and _options_until_dashes(words, index):
                parsed.operands.append(word)                                 # kubectl exec $POD -n shop -- rm
                continue
            if options_first and not parsed.operands and parsed.spec.settings.get("options") == "behind the first" and (
                    index < len(words) and start_of(words[index]).startswith("-")):
                parsed.operands.append(word)                                 # ssh web1 -T rm
                continue
            container = any(run.container for run in parsed.spec.runs)       # find $PWD -type f, ssh $HOST -p 22: no options there
            if container and options_first and not parsed.operands and _more_options(words, index):
                continue
            parsed.operands.append(word)
            if options_first:
                parsed.operands += words[index:]
                return
            continue
        following = words[index] if index < len(words) else None
        if start.startswith("--") or single_dash:
            name, equals, value = start.partition("=")
            if equals:
                _add(parsed, name, Text.of(value, *word.parts[1:]))
            elif len(word.parts) == 1 and _takes_next(name, words[index : index + 1], takes):
                _add(parsed, name, following)
                index += 1
            else:
                _add(parsed, name, None)
            continue
        if start in takes and len(word.parts) == 1:
            _add(parsed, start, following)
            index += 1
            if start in parsed.spec.last:
                parsed.operands += words[index:]
                return
            continue
        for position, letter in enumerate(start[1:], start=1):
            name = "-" + letter
            if name + "=" in takes:                      # its value can only stand in the same word: mysql -psecret
                _add(parsed, name, Text.of(start[position + 1 :], *word.parts[1:]))
                break
            if name in takes:
                glued = Text.of(start[position + 1 :], *word.parts[1:])
                if glued:
                    _add(parsed, name, glued)
                else:
                    _add(parsed, name, following)
                    index += 1
                break
            _add(parsed, name, None)


def _options_until_dashes(words: list[Text], index: int) -> bool:
    """Whether options go on behind the first operand, up to the ``--`` that stands before the command."""
    return index < len(words) and start_of(words[index]).startswith("-") and any(word.literal == "--" for word in words[index:])


def _more_options(words: list[Text], index: int) -> bool:
    """Whether the word before ``index`` is an unquoted variable that holds options: ``docker run $args -i image``. Before ``--`` stands what the
    command is run in: ``lxc exec $name -- ls``.
    """
    if any(isinstance(part, str) for part in words[index - 1].parts):
        return False
    while index < len(words) and words[index].parts and not any(isinstance(part, str) for part in words[index].parts):
        index += 1
    return index < len(words) and words[index].literal != "--" and start_of(words[index]).startswith("-")


def _add(parsed: Parsed, name: str, value: Text | None) -> None:
    parsed.flags.setdefault(name, []).append(value)


_OPTION = regex(r"(?:\A|_|[a-z])(?:ARG|OPT(?:ION)?|FLAG|SWITCH|Arg|Opt(?:ion)?|Flag|Switch|arg|opt(?:ion)?|flag|switch)\Z")
_OPTIONS = regex(
    r"(?:\A|_|[a-z])(?:ARG(?:UMENT)?S|OPT(?:ION)?S|FLAGS|PARAMS|Args|Opts|Options|Flags|arg(?:ument)?s|opts|options|flags|params)\Z|"
    r"\A(?:verbose|VERBOSE|quiet|QUIET|silent|SILENT)\Z"
)
