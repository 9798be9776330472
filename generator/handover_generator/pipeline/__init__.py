"""The only place that wires layers together: repository in, findings out.

``analyse`` reads like the table of contents of the program. Its result is kept in the cache under everything it depends on, so that a second
run over an unchanged repository only lists and hashes files.
"""

from __future__ import annotations

import datetime
import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache as memoised
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from handover_generator.cache import Cache, open_cache
from handover_generator.errors import ConfigurationError, UsageError
from handover_generator.model.findings import Findings
from handover_generator.model.source import SourceFile
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.records import record, replace
from handover_generator.sources.git import GitRepository, open_repository
from handover_generator.sources.tree import Tree, read_tree

if TYPE_CHECKING:
    from handover_generator.analysis.leaving import LeavingPack
    from handover_generator.catalogue.load import Catalogue
    from handover_generator.model.explanation import Explanation
    from handover_generator.model.gate import CheckReport
    from handover_generator.model.history import History
    from handover_generator.model.inventory import Command, Script

Progress = Callable[[str], None]
T = TypeVar("T")
_EFFECTS_FILE = ("handover/effects.yml", "handover/effects.yaml")


@record(frozen=True, slots=True, kw_only=True)
class Options:
    """What to analyse and how.

    ``root``: a folder in the repository. ``at``: a revision to analyse instead of the work tree. ``cache``: use the user's cache. ``jobs``: with 2
    or more, history is read beside the code.
    ``config``: a YAML file read besides ``handover/*.yml`` of the repository. ``anonymise``: people become numbers. ``today``: the day that
    "expired" is measured against; by default the real one. ``progress`` is told in words what is being done; ``note`` what a person at
    the terminal should know.
    """

    root: Path
    at: str | None = None
    cache: bool = True
    jobs: int = 1
    config: Path | None = None
    anonymise: bool = False
    today: str | None = None
    progress: Progress = lambda _: None
    note: Progress = lambda _: None


def analyse(options: Options) -> Findings:
    """Everything handover knows of a repository, judged.

    Raises:
        RepositoryError: it cannot be read as asked.
        ConfigurationError: files written by people hold mistakes, all of them told.
    """
    with open_repository(options.root, options.at) as repository:
        for warning in repository.warnings:
            options.note(warning)
        options.progress("reading files")
        tree, config = read_tree(repository), _config(options.config)
        today = options.today or _today()
        stored = open_cache(options.cache, repository.identity, options.note)
        memory = Memory(stored)
        try:
            key = _key(repository, tree, config, options, today)
            findings = memory.recall("findings", key, Findings)
            if findings is None:
                with _few_collections():
                    findings = _analyse(repository, tree, config, stored, options, today)
                memory.keep("findings", key, findings, redacted=True)
        finally:
            if stored is not None:
                stored.close()
    assert isinstance(findings, Findings)
    return findings


def texts_at(root: Path, at: str | None) -> Callable[[str], str | None]:
    """Gives what files of a repository hold, as a commit or the work tree has them, by path; None for one that is not there. All of them are read
    once the first is asked for.
    """

    def read() -> Mapping[str, SourceFile]:
        with open_repository(root, at) as repository:
            return read_tree(repository).files

    files = memoised(read)
    return lambda path: file.text if (file := files().get(path)) is not None else None


@contextmanager
def _few_collections() -> Iterator[None]:
    """Syntax trees are millions of objects that live to the end: looking through them again and again for rubbish costs a third of a run."""
    before = gc.get_threshold()
    gc.set_threshold(2_000_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _analyse(repository: GitRepository, tree: Tree, config: SourceFile | None, stored: Cache | None, options: Options, today: str) -> Findings:
    from handover_generator.analysis.anonymise import anonymise
    from handover_generator.analysis.assemble import map_strings
    from handover_generator.analysis.secrets import without_secret_values
    from handover_generator.checks._run import judge
    from handover_generator.pipeline._inventory import take_inventory
    from handover_generator.sources import history as history_source
    from handover_generator.sources import ownership as ownership_source
    from handover_generator.textgate import redact

    ownership = ownership_source.load(tree.files, config)
    own = {path: tree.files[path].text or "" for path in _EFFECTS_FILE if path in tree.files}
    catalogue = memoised(lambda: _catalogue(own, stored))
    if own:
        catalogue()                        # mistakes of people are told before the long work

    def mine() -> History:
        return history_source.mine(repository, stored, lambda n: options.progress(f"reading history: {n:,} commits"), today=today)

    kept = history_source.kept_outline(repository, stored)
    with _beside(options.jobs if kept is None else 1, mine) as history:
        inventory = take_inventory(repository, tree, ownership, catalogue, digest(own), history, kept, Memory(stored), today, options.progress)
    inventory = map_strings(without_secret_values(inventory), redact, _IDENTIFIERS)
    if options.anonymise:
        inventory = anonymise(inventory)
    options.progress("judging")
    return judge(inventory)


@contextmanager
def _beside(jobs: int, work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """The result of ``work``, done beside what follows where two jobs are allowed: git reads history in a process of its own."""
    if jobs < 2:
        yield memoised(work)
        return
    from concurrent.futures import ThreadPoolExecutor  # brings logging and more: not for runs that find all in the cache

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        yield future.result


# What other facts refer to by name stays as it is; every other string passes the redaction.
_IDENTIFIERS: Mapping[str, frozenset[str]] = {
    "Location": frozenset({"path"}), "CallStep": frozenset({"path"}), "Script": frozenset({"path", "language", "tier"}),
    "ScriptEntry": frozenset({"path"}), "Starter": frozenset({"path", "kind"}), "Copy": frozenset({"path", "commit"}),
    "MissedFix": frozenset({"commit", "date"}), "Arrival": frozenset({"commit", "date"}),
    "Repository": frozenset({"commit"}), "Milestone": frozenset({"commit", "date", "path"}), "Person": frozenset({"id"}),
    "ScriptHistory": frozenset({"last_commit", "former_paths"}),
}


def _catalogue(own: Mapping[str, str], stored: Cache | None) -> Catalogue:
    """Ours and the repository's own. What was compiled is kept: in the repository's cache, unless it can lie beside the program."""
    from handover_generator.catalogue.load import load_catalogue

    if stored is None:
        return load_catalogue(own)
    return load_catalogue(own, cache_get=lambda key: stored.get("catalogue", key), cache_put=lambda key, value: stored.put("catalogue", key, value))


def _config(config: Path | None) -> SourceFile | None:
    """One more ownership file, which lies outside the repository, under the name that it was given by."""
    if config is None:
        return None
    try:
        text = config.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise ConfigurationError([f"{config}:1:1: cannot be read: {error}"]) from None
    return SourceFile(path=config.as_posix(), blob="", size=len(text), text=text)


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()


# The whole result in the cache --------------------------------------------------------------------------------------------


def _key(repository: GitRepository, tree: Tree, config: SourceFile | None, options: Options, today: str) -> str:
    """Of all that the result depends on but this program, whose state is in every key of the cache."""
    parts = (repository.name, repository.commit, repository.shallow, repository.bare, tree.digest,
             options.at is None, options.anonymise, today, (config.path, config.text) if config is not None else None)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


# What single commands ask -------------------------------------------------------------------------------------------------


def explanation(findings: Findings, path: str, *, place: str | None = None, trails: bool = False, command: str | None = None,
                goes_to: Sequence[tuple[str, str]] = ()) -> Explanation:
    """One script, or one of its commands, explained, for one place or in general.

    Args:
        findings: of the repository.
        path: the script's.
        place: an environment, by a name that people have for it; its values are put into the targets.
        trails: tell all trails and unknowns, not only the worst.
        command: a name that the script is given, or that it is called by.
        goes_to: places that the command line itself goes to, each with the reason. Where no place is asked about, the first of them is; and what
            goes elsewhere than asked is not allowed.

    Raises:
        UsageError: the repository knows no such place, or the script no such command.
    """
    from handover_generator.analysis import places as place_analysis
    from handover_generator.analysis.commands_alone import by_itself
    from handover_generator.model.explanation import Explanation
    from handover_generator.pipeline._here import answer

    inventory = findings.inventory
    script = inventory.by_path[path]
    named = _command_named(script, command) if command is not None else None
    script = by_itself(script, named) if named is not None else script
    asked_about = place if place is not None else goes_to[0][0] if goes_to else None
    if asked_about is None:
        return Explanation(findings=findings, script=script, trails=trails, command=named)
    known, allowed, reasons = answer(findings, script, named, asked_about, goes_to)
    targets = tuple((target, filled) for target in dict.fromkeys(e.target for e in script.live_effects if e.target is not None)
                    if (filled := place_analysis.substitute(target, known, inventory.settings)) != target)
    return Explanation(findings=findings, script=script, place=known, allowed=allowed, reasons=reasons, targets=targets, trails=trails,
                       command=named)


def _command_named(script: Script, name: str) -> Command:
    from handover_generator.analysis.script_names import commands_named, near_commands

    found = commands_named(script.commands, name)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"'{command.name}' ({command.at})" for command in found)
        raise UsageError(f"'{name}' is the name of several commands of {script.path}: {several}; give the whole name or the place",
                         slug="unknown-command")
    if not script.commands:
        raise UsageError(f"no commands were found in {script.path}: it does one thing; leave '{name}' out", slug="unknown-command")
    close = ", ".join(f"'{command}'" for command in near_commands(script.commands, name))
    raise UsageError(f"'{name}' is no command that was found in {script.path}; did you mean {close}?", slug="unknown-command")


def gate_of(findings: Findings, *, fail_on: str | None = None, strict: bool = False, baseline: Path | None = None) -> CheckReport:
    """The gate's decision under the repository's policy and what the command line adds to it.

    Args:
        findings: what is judged.
        fail_on: the severity from which the gate closes, in place of the policy's.
        strict: unknowns and contradictions close it, too.
        baseline: a file of gaps that count for nothing.

    Raises:
        ConfigurationError: ``fail_on`` is no severity, or the baseline is none.
    """
    from handover_generator import gate
    from handover_generator.model.gate import CheckReport

    policy = findings.inventory.ownership.policy
    policy = replace(policy, fail_on=fail_on or policy.fail_on, strict=strict or policy.strict)
    decided = gate.decide(findings, policy, gate.load_baseline(baseline) if baseline is not None else None)
    return CheckReport(findings=findings, gate=decided)


def leaving(findings: Findings, name: str, named: Findings | None = None) -> LeavingPack:
    """The leaving pack of the person called ``name``: an id, a name or an e-mail. ``named``: the same findings with names, where
    ``findings`` are anonymised.

    Raises:
        UsageError: nobody, or more than one person, is called so.
    """
    import difflib

    from handover_generator.analysis.anonymise import pseudonyms
    from handover_generator.analysis.leaving import leaving_pack

    inventory = (named or findings).inventory
    wanted = name.casefold()
    found = [person for person in inventory.people if wanted in (person.id.casefold(), person.name.casefold(), *map(str.casefold, person.emails))]
    if not found:
        found = [person for person in inventory.people if wanted in person.name.casefold().split()]
    if len(found) == 1:
        person = pseudonyms(inventory)[found[0].id] if named is not None else found[0].id
        return leaving_pack(findings.inventory, person, findings.gaps, findings.verdicts)
    if found:
        raise UsageError(f"'{name}' may be {', '.join(person.id for person in found[:6])}: name one of them", slug="unknown-person")
    close = difflib.get_close_matches(name, [person.name for person in inventory.people], n=3, cutoff=0.5)
    raise UsageError(f"nobody called '{name}' is in the history or in handover/*.yml" + (f"; did you mean {', '.join(close)}?" if close else ""),
                     slug="unknown-person")
