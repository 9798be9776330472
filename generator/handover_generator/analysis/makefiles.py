"""Makefiles: enough of make to follow ``make target`` to the commands it runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from handover_generator.analysis._make_conditions import Condition, Question, holds, in_words, stop, together, ways
from handover_generator.analysis._make_shells import Exports
from handover_generator.analysis._make_text import Filling
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

MAX_LINES = 200
_COMPILES = regex(r"(?:\A|[;&|]\s*|\s)(?:[\w/.-]*[/-])?(?:g?cc|[gc]\+\+|clang(?:\+\+)?|ld|go build|rustc|gfortran|ghc|\$\{(?:CC|CXX|LD|FC)\})"
                  r"(?=\s)[^;&|\n]{0,400}?\s-o\s*([\w./-]+)")
_MOST_ALIKE = 12
_DEEPEST = 20
_NO_NAME = "%$(){}*?\\\"'"
"""Signs in a target that nobody types."""

_Setting = tuple[str, str, str]
"""What a target sets: name, operator, value."""


@record(frozen=True, slots=True)
class Command:
    """A command as it is written, without the signs before it; whether it may fail, and under which condition it counts."""

    at: Location
    text: str
    may_fail: bool = False
    condition: Condition = ()


@record(frozen=True, slots=True)
class Setting:
    """One line that sets a variable. ``if_unset``: only where the environment does not (``?=``); ``adds``: to what it held before (``+=``)."""

    condition: Condition
    value: str
    if_unset: bool = False
    adds: bool = False


Variant = tuple[Text, tuple[str, ...]]
"""A command with what make fills in, and on which conditions, in words, that is filled in."""


@record(frozen=True, slots=True)
class RecipeLine:
    """One command of a recipe: where it is written, and what it may be with make's variables filled in; each text has its place where its lines are
    those of the file. ``may_fail``: make goes on whatever comes of it. ``conditions``: what has to hold for it to count at all, in words.
    """

    at: Location
    variants: tuple[Variant, ...]
    may_fail: bool = False
    conditions: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Goal:
    """A target that people run by its name: where it is written, and what is said of it there (``name: needs ## words``, or right above)."""

    name: str
    at: Location
    says: str


@record(frozen=True, slots=True)
class Rule:
    """One rule of a target: what it needs, its commands with their places, and what ``%`` of a static pattern stands for; its own place, what is
    said of it, and under which condition it counts.
    """

    needs: list[str]
    commands: list[Command]
    at: Location
    stem: str = ""
    says: str = ""
    condition: Condition = ()

    def for_stem(self, stem: str) -> Rule:
        """A pattern rule as it is for one target."""
        return replace(self, needs=[need.replace("%", stem, 1) for need in self.needs], stem=stem, says="")


@record(slots=True)
class Makefile:
    """What a Makefile says, and those that it includes."""

    path: str
    variables: dict[str, str] = field(default_factory=dict)
    """Name to value; of those that depend on a condition, the last one."""
    settings: dict[str, list[Setting]] = field(default_factory=dict)
    """All values of each variable, the later one before the earlier ones where its condition holds."""
    known: dict[str, str] = field(default_factory=dict)
    """Those that the file decides, whatever the environment holds."""
    given: frozenset[str] = frozenset()
    """Those that stand on make's command line."""
    stops: list[tuple[Condition, Location]] = field(default_factory=list)
    """Where make ends (``$(error)``) before it runs anything, and when."""
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    own: dict[str, list[_Setting]] = field(default_factory=dict)
    """What single targets set."""
    first: str | None = None
    asked: dict[str, None] = field(default_factory=dict)
    """The files that it includes, if they are there."""
    patterned: list[str] = field(default_factory=list)
    """The rules that are patterns."""
    exports: Exports = field(default_factory=Exports)
    phony: set[str] = field(default_factory=set)
    """Targets that are no files: no pattern makes them."""

    def recipe(self, goal: str | None, given: Mapping[str, str], exists: Callable[[str], bool]) -> tuple[list[RecipeLine], bool]:
        """The commands that ``make goal`` runs, prerequisites first, and whether there are more of them than are told.

        Args:
            goal: the target; the first one where it is None.
            given: the variables on make's command line, which stand before those of the file.
            exists: whether the repository has a file.
        """
        lines: list[RecipeLine] = []
        seen: dict[str, list[Set[object]]] = {}

        def visit(target: str | None, around: dict[str, str], under: Condition, depth: int) -> None:
            if target is None or depth > _DEEPEST or len(lines) > MAX_LINES or any(been <= set(under) for been in seen.get(target, ())):
                return
            seen.setdefault(target, []).append(set(under))
            here = self._set_for(target, around) | dict(given)
            mine = {name: self.settings[name] for name in unsure if here.get(name) == self.variables[name]}
            for rule in self._of(target, exists, by_name=depth == 0):
                if (inner := together(under, rule.condition)) is None:
                    continue
                for need in rule.needs:
                    visit(need, here, inner, depth + 1)
                for command in rule.commands:
                    if (whole := together(inner, command.condition)) is not None:
                        variants = tuple(self._filled(command, (target, rule.stem), rule.needs, here, mine, whole))
                        if variants:
                            lines.append(RecipeLine(command.at, variants, command.may_fail, in_words(whole)))

        unsure = [name for name, settings in self.settings.items() if name not in given and any(one.condition or one.if_unset for one in settings)]
        lines += [RecipeLine(at, ((Text.of(line), ()),)) for condition, at in self.stops if (line := stop(condition)) is not None]
        visit(goal if goal is not None else self.first, self.variables | dict(given), (), 0)
        return lines[:MAX_LINES], len(lines) > MAX_LINES

    def _filled(self, command: Command, target: tuple[str, str], needs: Sequence[str], here: Mapping[str, str],
                mine: Mapping[str, Sequence[Setting]], under: Condition) -> Iterator[Variant]:
        """A command with what make fills in, once for each of the ways in which its variables may be set. ``mine``: the lines that set those of
        which the file does not decide what they hold.
        """
        several = [name for name, settings in mine.items() if any(one.condition for one in settings)]
        written = self.exports.lent(command.text, here, self.given, several) + command.text

        def fill(values: Mapping[str, str], if_unset: Set[str]) -> tuple[Text, Set[str]]:
            filling = Filling(target, needs, if_unset, posixpath.dirname(self.path))
            return filling.command(written, values), filling.used

        if_unset = {name for name, settings in mine.items() if settings[-1].if_unset}
        text, used = fill(here, if_unset)
        told: list[tuple[Text, Condition]] = [(text, ())]
        chosen = {name: mine[name] for name in sorted(used & mine.keys()) if any(one.condition for one in mine[name])}
        if chosen:
            told = []
            for condition, values, usual in self._choices(chosen, under):
                known = {**here, **values} if values is not None else {name: value for name, value in here.items() if name not in chosen}
                told.append((fill(known, (if_unset - chosen.keys()) | usual)[0], condition))
        for text, condition in told:
            if text.literal is None or text.literal.strip():
                as_written = text.render().count("\n") == command.text.count("\n")
                yield replace(text, at=command.at) if as_written else text, in_words(condition)

    def _choices(self, chosen: Mapping[str, Sequence[Setting]], under: Condition) -> Iterator[tuple[Condition, dict[str, str] | None, Set[str]]]:
        """The values that variables may have together: on which condition, their values (None: too many to tell), and which of them the
        environment may set. Ways that come to the same are told once, under what they have in common.
        """
        questions: dict[Question, None] = {clause.question: None for settings in chosen.values() for one in settings for clause in one.condition}
        found = ways(list(questions), under)
        if found is None:
            yield (), None, set()
            return
        alike: dict[tuple[tuple[str, bool], ...], list[Condition]] = {}
        for way in found:
            answered = (*under, *way)
            held = tuple(_held([one for one in settings if holds(one.condition, answered)]) for settings in chosen.values())
            alike.setdefault(held, []).append(way)
        for held, all_ways in alike.items():
            shared = tuple(clause for clause in all_ways[0] if all(clause in way for way in all_ways))
            values = dict(zip(chosen, held, strict=True))
            yield (together(shared) or (), {name: value for name, (value, _) in values.items()},
                   {name for name, (_, if_unset) in values.items() if if_unset})

    def names(self, goal: str) -> bool:
        """Whether it says how a target is made."""
        return ("%" not in goal and goal in self.rules) or bool(self._patterns(goal))

    def like(self, target: Text) -> list[str]:
        """The targets that ``deploy-$STAGE`` may mean; none where nothing of the name is known."""
        if not any(isinstance(part, str) and part.strip() for part in target.parts):
            return []
        pattern = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in target.parts)
        return sorted(goal for goal in self.rules if "%" not in goal and re.fullmatch(pattern, goal))[:_MOST_ALIKE]

    def outputs(self) -> frozenset[str]:
        """The files for which it has a recipe: whoever removes them has them made again."""
        names = {name for name, rules in self.rules.items() if any(rule.commands for rule in rules) and not any(sign in name for sign in "%$*")}
        files = {name for name in names - self.phony if "." in name or "/" in name} | set(self._compiled())
        return frozenset(_beside(self.path, name) for name in files)

    def _compiled(self) -> Iterator[str]:
        """What compilers are told to write, whatever it is called: ``$(CC) main.o -o $(EXEC)``."""
        for name, rules in self.rules.items():
            for rule in rules:
                for command in rule.commands:
                    if "-o" in command.text:
                        filling = Filling((name, rule.stem), rule.needs, set(), posixpath.dirname(self.path))
                        yield from _COMPILES.findall(filling.command(command.text, self.variables).render())

    def goals(self) -> list[Goal]:
        """The targets that people run by name: those that do something, or need one that does, and that are no file which another one needs; and the
        patterns by which targets act that no rule of the file names (``deploy-%``): who asks for one knows its name.
        """
        acting = {name for name, rules in self.rules.items() if any(rule.commands for rule in rules)}
        needed = {need for rules in self.rules.values() for rule in rules for need in rule.needs} - self.phony
        found: list[Goal] = []
        for name, rules in self.rules.items():
            if name in self.patterned and self._is_asked_for(name, rules, needed):
                found.append(Goal(name, next(rule.at for rule in rules if rule.commands), next((rule.says for rule in rules if rule.says), "")))
            nameless = name != self.first and any(sign in name for sign in _NO_NAME)
            if name.startswith(".") or nameless or (name in needed and ("/" in name or "." in name)):
                continue
            if name in acting or any(need in acting for rule in rules for need in rule.needs):
                first = next((rule for rule in rules if rule.commands), rules[0])
                found.append(Goal(name, first.at, next((rule.says for rule in rules if rule.says), "")))
        return found

    def _is_asked_for(self, pattern: str, rules: Sequence[Rule], needed: Set[str]) -> bool:
        """Whether a pattern makes only what somebody asks for: nothing in the file needs what it makes, and it builds no file of another kind of the
        same name (``%.o: %.c``).
        """
        builds = "." in pattern.partition("%")[2] and any("%" in need for rule in rules for need in rule.needs)
        return (pattern.count("%") == 1 and pattern != "%" and not builds and any(rule.commands for rule in rules)
                and not any(stem_of(name, pattern) is not None for name in (*needed, *self.rules, *self.phony) if "%" not in name))

    def _set_for(self, target: str, around: Mapping[str, str]) -> dict[str, str]:
        """The variables of a target: what is set for it holds for what it needs, too."""
        here = dict(around)
        for name, operator, value in self.own.get(target, ()):
            if operator != "?=" or name not in here:
                here[name] = f"{here[name]} {value}" if operator == "+=" and name in here else value
        return here

    def _of(self, target: str, exists: Callable[[str], bool], *, by_name: bool) -> list[Rule]:
        """The rules that make follows for a target. ``by_name``: somebody asked for it, so what a pattern needs will be there."""
        rules = list(self.rules.get(target, ()))
        if "%" in target:                          # a pattern itself, for whatever somebody asks for
            return [rule.for_stem("%") for rule in rules if by_name and rule.commands]
        implied = self._implied(target, exists)
        if implied is None and by_name and target not in self.rules and target not in self.phony:
            implied = next((rule.for_stem(stem) for stem, _, rule in self._patterns(target)), None)
        return [*rules, *([implied] if implied is not None else ())]

    def _patterns(self, target: str) -> list[tuple[str, str, Rule]]:
        """The pattern rules that match a target, as (stem, pattern, rule), the one that make takes first."""
        found = []
        for pattern in self.patterned:
            if (stem := stem_of(target, pattern)) is not None:
                found += [(stem, pattern, rule) for rule in self.rules[pattern] if rule.commands]
        return sorted(found, key=lambda each: len(each[0]))

    def _implied(self, target: str, exists: Callable[[str], bool], depth: int = 0) -> Rule | None:
        """The pattern rule by which make makes a target for which no rule has a recipe; None where there is none, or for ``.PHONY`` ones."""
        if depth > 3 or target in self.phony or any(rule.commands for rule in self.rules.get(target, ())):
            return None
        for stem, _, rule in self._patterns(target):
            made = rule.for_stem(stem)
            if all("%" not in raw or need in self.rules or ("$" not in need and exists(_beside(self.path, need)))
                   or self._implied(need, exists, depth + 1) is not None for raw, need in zip(rule.needs, made.needs, strict=True)):
                return made
        return None


def goals_of(targets: Sequence[Text]) -> tuple[list[str], dict[str, str], list[Text]]:
    """What stands behind ``make``: the targets that are known, the variables set there, and the targets that only a run knows."""
    goals: list[str] = []
    variables: dict[str, str] = {}
    unsure: list[Text] = []
    for target in targets:
        usual = target.with_defaults()
        name, sign, value = usual.render().partition("=")
        if sign and name.rstrip(":+?").isidentifier():
            variables[name.rstrip(":+?")] = value
        elif usual.literal is not None:
            goals.append(usual.literal)
        else:
            unsure.append(target)
    return goals, variables, unsure


def _held(settings: Sequence[Setting]) -> tuple[str, bool]:
    """What a variable holds behind the lines that set it, nothing where none does; and whether the environment may have set it."""
    value, if_unset = "", False
    for one in settings:
        value = f"{value} {one.value}".strip() if one.adds else one.value
        if_unset = one.if_unset or (if_unset and one.adds)
    return value, if_unset


def stem_of(target: str, pattern: str) -> str | None:
    """What ``%`` of a pattern stands for in a target; None where it does not match."""
    before, _, after = pattern.partition("%")
    fits = len(target) > len(before) + len(after) and target.startswith(before) and target.endswith(after)
    return target[len(before):len(target) - len(after)] if fits else None


def _beside(path: str, name: str) -> str:
    """A file that a Makefile names, as the repository does."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
