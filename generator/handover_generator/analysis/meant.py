"""Which scripts and commands a person may mean who says in words what is to be done: "the script that purges old data".

Words are looked for in what a script or command is called, in what it says of itself, and in what it does: "drop the test database" means what
drops one, whatever it is called; "the nightly one" means one that a schedule starts at night. A word that few of them have tells more than one that
nearly all have (the inverse document frequency of Spärck Jones, 1972); one that none of them has tells nothing, and is told as unanswered.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from math import log

from handover_generator.analysis.commands_alone import by_itself
from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes, losses
from handover_generator.analysis.how_often import how_often
from handover_generator.analysis.recipe_files import MAKEFILES
from handover_generator.analysis.script_names import commands_named
from handover_generator.analysis.trails import hops
from handover_generator.model.findings import Findings, Verdict
from handover_generator.model.inventory import Command, Effect, Script
from handover_generator.records import record
from handover_generator.regexes import regex

MOST, _MOST_OF_ONE_FILE = 5, 3
_SEVERAL = 2
_LEAST = 0.3            # of all that the words could tell
_NEAR_BEST = 0.6        # of what the best one reaches; the others answer less
_EFFECTS = 60           # of one script; words of more are the same words
_NAME, _SAYS, _DOES, _WAY, _FILE = 1.0, 0.8, 0.8, 0.5, 0.5
_LIKE = 0.75            # what another word for the same counts
_TYPO = 0.6
_BEGINS = 0.9           # a word that begins so: "sync" for "synchronize"
_SHORTEST = 4           # of what it begins with
_OFTEN = 0.8
_TOGETHER = 0.4         # for words that stand in one effect: it drops, and it drops a database; or in the name: it is called just so
_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_UNSAID = """a an and any are as at be by do does for from he her his how i in is it its me my of on or our out please run runs script scripts she
something somebody task that the them then there these thing things this those to up us use was we what where which who will with you your
command commands job jobs program tool make target recipe py sh sql"""
_SILENT = frozenset(_UNSAID.split())
_SAME = tuple(frozenset(group.split()) for group in (
    "delete remove purge drop wipe clean cleanup clear empty truncate erase flush reset destroy recreate prune discard rm kill",
    "database db", "old older expire stale outdated retention", "data row record document table", "bucket s3 storage", "queue sqs celery",
    "mail email", "user account", "backup dump snapshot", "create add insert", "change update alter modify", "send post notify",
    "test testing", "production prod live", "development dev", "copy sync mirror", "folder directory dir"))
_TOOLS = {"make": MAKEFILES, "just": frozenset(("justfile", "Justfile", ".justfile")),
          "task": frozenset(("Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml"))}


@record(frozen=True, slots=True, kw_only=True)
class Meant:
    """Something that may be meant: a script, or one command of it. ``score``: how much of the words it answers.

    ``says``: what it says of itself; ``silent``: the words that nothing of it answers; ``losses``: worst first.
    """

    path: str
    verdict: Verdict
    score: float
    command: Command | None = None
    says: str = ""
    silent: tuple[str, ...] = ()
    losses: tuple[Effect, ...] = ()

    @property
    def name(self) -> str:
        """As a person types it behind ``handover explain``."""
        return f"{self.path} {self.command.name}" if self.command is not None else self.path


def meant(findings: Findings, words: str, *, most: int = MOST) -> list[Meant]:
    """The best that answer what somebody said, first those that leave the fewest words unanswered; none where nothing is called so or does so."""
    asked = {_stem(word): word for word in _words(words) if word not in _SILENT}
    candidates = [_Candidate.of(findings, script, command) for script in findings.inventory.scripts for command in (None, *script.commands)]
    if not asked or not candidates:
        return []
    called = sorted(set().union(*(one.fields[0][1] for one in candidates)))
    terms = [_Term.of(stem, word, called, candidates) for stem, word in asked.items()]
    whole = sum(term.weight for term in terms if term.known)
    if not whole:
        return []
    scored = [(one, score / whole) for one in candidates if (score := one.score(terms)) >= _LEAST * whole]
    told = [(one.told(findings, terms, score), one.order(findings)) for one, score in scored]
    return _best([one for one, order in sorted(told, key=lambda pair: (len(pair[0].silent), -round(pair[0].score, 3), pair[1]))])[:most]


def named_in(findings: Findings, words: str) -> list[Meant]:
    """The scripts whose name, with or without its suffix, is one of several words, and the commands that are called so."""
    said = {word.strip("`'\",.;:?!").rpartition("/")[2] for word in words.split()} - {""}
    files = [script for script in findings.inventory.scripts if not said.isdisjoint({name := script.path.rpartition("/")[2], name.partition(".")[0]})]
    called = [(script, command.name) for script in findings.inventory.scripts for command in script.commands
              if command.name in said and command.name.lower() not in _SILENT]
    return [*(as_meant(findings, script.path) for script in files), *(as_meant(findings, script.path, name) for script, name in called)][:MOST]


def called_by_all(findings: Findings, words: str) -> list[Meant]:
    """The scripts whose file name has all of several words in it, those first whose name has fewest others: ``reset_pilot.py`` of "the pilot reset",
    before a ``pilot.py`` that is called by one of the words alone.
    """
    asked = {_stem(word) for word in _words(words) if word not in _SILENT}
    if len(asked) < _SEVERAL:
        return []
    named = {script.path: frozenset(_stems(script.path.rpartition("/")[2].partition(".")[0])) for script in findings.inventory.scripts}
    fitting = sorted((path for path, name in named.items() if asked <= name), key=lambda path: (len(named[path]), path))
    return [as_meant(findings, path) for path in fitting][:MOST]


def as_meant(findings: Findings, path: str, command: str | None = None) -> Meant:
    """A script, or the command of it that is called so, as something that is meant without doubt."""
    script = findings.inventory.by_path[path]
    named = next((one for one in script.commands if one.name == command), None)
    return _Candidate(script=script, command=named, fields=(), deeds=()).told(findings, (), 1.0)


def command_line(findings: Findings, words: str) -> tuple[str, str] | None:
    """The script and its command that words name as one types them: "make clean", "Makefile clean", "manage.py drop-all"; None where they do not."""
    first, _, rest = words.strip().partition(" ")
    rest = rest.strip()
    if not rest:
        return None
    files = _TOOLS.get(first, frozenset())
    fitting = [script for script in findings.inventory.scripts if script.path == first or script.path.endswith(f"/{first}")
               or script.path.rsplit("/", 1)[-1] in files]
    having = [script for script in fitting if len(commands_named(script.commands, rest)) == 1]
    having.sort(key=lambda script: (script.path.count("/"), script.path))
    if not having or (len(having) > 1 and having[0].path.count("/") == having[1].path.count("/")):
        return None                                          # of several, the one at the top is what a tool finds that is started there
    return having[0].path, commands_named(having[0].commands, rest)[0].name


def _best(found: Sequence[Meant]) -> list[Meant]:
    """A file is left out where a command of it says as much, and a command where its file says more."""
    highest = max((one.score for one in found), default=0.0)
    best: dict[str, float] = {}
    for one in found:
        if one.command is not None:
            best[one.path] = max(one.score, best.get(one.path, 0.0))
    kept: list[Meant] = []
    for one in found:
        if one.score < _NEAR_BEST * highest or (one.command is None and best.get(one.path, 0.0) >= one.score):
            continue
        of_file = [other for other in kept if other.path == one.path]
        if len(of_file) < _MOST_OF_ONE_FILE and all(other.command is not None for other in of_file):
            kept.append(one)
    return kept


@record(frozen=True, slots=True, kw_only=True)
class _Term:
    """A word that was said, the words that count as it (with how much), how much it tells, and whether anything has it."""

    said: str
    forms: dict[str, float]
    weight: float
    known: bool

    @classmethod
    def of(cls, word: str, said: str, called: Sequence[str], candidates: Sequence[_Candidate]) -> _Term:
        begin = (form for form in called if len(word) >= _SHORTEST and form.startswith(word))
        forms = dict.fromkeys(begin, _BEGINS) | dict.fromkeys(_alike().get(word, ()), _LIKE) | {word: 1.0}
        having = sum(any(not forms.keys().isdisjoint(words) for _, words in one.fields) for one in candidates)
        close = difflib.get_close_matches(word, called, n=2, cutoff=0.8) if not having and len(word) > 4 else ()
        forms |= dict.fromkeys(close, _TYPO)                 # nobody uses the word: somebody may have mistyped it
        return cls(said=said, forms=forms, weight=max(0.3, log((len(candidates) + 1) / (having + 1))), known=having > 0 or bool(close))

    def found(self, words: frozenset[str]) -> float:
        return max((worth for form, worth in self.forms.items() if form in words), default=0.0)


@record(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A script or a command with its words: (how much a word counts there, the words). The first field is what it is called."""

    script: Script
    command: Command | None
    fields: tuple[tuple[float, frozenset[str]], ...]
    deeds: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, findings: Findings, script: Script, command: Command | None) -> _Candidate:
        file = frozenset(_stems(script.path.removesuffix("." + script.path.rsplit(".", 1)[-1])))
        says = f"{script.purpose.text if script.purpose else ''} {_stated(findings, script)}"
        alone = script
        often = frozenset(_stem(word) for row in script.called_from if row.schedule and (command is None or row.command == command.name)
                          for word in how_often(row.schedule))
        if command is not None:
            alone = by_itself(script, command)
            fields = [(_NAME, frozenset(_stems(command.name))), (_SAYS, frozenset(_stems(command.says))), (_FILE, file), (_OFTEN, often)]
        else:
            fields = [(_NAME, file), (_SAYS, frozenset(_stems(says))), (_OFTEN, often)]
        if command is None and script.commands:              # what its commands do is told by them
            return cls(script=script, command=None, fields=tuple(fields), deeds=())
        effects = list(_effects(alone))
        deeds = tuple(frozenset(_stems(f"{describe(effect)} {effect.table or ''}")) for effect in effects)
        way = frozenset(_stems(" ".join(dict.fromkeys(step.name for effect in effects for step in hops(effect)))))
        fields += [(_DOES, frozenset(chain.from_iterable(deeds))), (_WAY, way)]
        return cls(script=script, command=command, fields=tuple(fields), deeds=deeds)

    def score(self, terms: Sequence[_Term]) -> float:
        """How much of the words is answered; 0 where fewer than half of them are."""
        worth = [self._worth(term) for term in terms]
        if 2 * sum(one > 0 for one in worth) < len(terms):
            return 0.0
        called = self.fields[0][1] if self.fields else frozenset()
        together = max((sum(term.weight for term in hit) for words in (called, *self.deeds)
                        if len(hit := [term for term in terms if term.found(words)]) > 1), default=0.0)
        return sum(term.weight * one for term, one in zip(terms, worth, strict=True)) + _TOGETHER * together

    def _worth(self, term: _Term) -> float:
        return max(term.found(words) * counts for counts, words in self.fields)

    def verdict(self, findings: Findings) -> Verdict:
        return next((verdict for command, verdict in findings.commands_of(self.script) if command == self.command),
                    findings.verdicts[self.script.path])

    def order(self, findings: Findings) -> tuple[int, str, str]:
        """Of equals, the more dangerous one first."""
        return self.verdict(findings).list.rank, self.script.path, self.command.name if self.command else ""

    def told(self, findings: Findings, terms: Sequence[_Term], score: float) -> Meant:
        alone = by_itself(self.script, self.command) if self.command is not None else self.script
        purpose = self.script.purpose.text if self.script.purpose is not None else ""
        return Meant(path=self.script.path, command=self.command, verdict=self.verdict(findings), score=score, losses=losses(alone),
                     says=self.command.says if self.command is not None else _stated(findings, self.script) or purpose,
                     silent=tuple(term.said for term in terms if not self._worth(term)))


def _effects(script: Script) -> Iterable[Effect]:
    lost = losses(script)[:_EFFECTS]
    return (*lost, *(effect for effect in changes(script)[:_EFFECTS] if effect not in lost))


def _stated(findings: Findings, script: Script) -> str:
    entry = findings.inventory.ownership.script(script.path)
    return entry.purpose or "" if entry is not None else ""


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(text))


def _stems(text: str) -> Iterator[str]:
    return map(_stem, _words(text))


@cache
def _alike() -> dict[str, frozenset[str]]:
    return {_stem(word): frozenset(map(_stem, group)) for group in _SAME for word in group}


def _stem(word: str) -> str:
    """One form for "purges", "purged" and "purging"; for comparing only."""
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    return word.removesuffix("e")
