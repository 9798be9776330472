"""May a script run in a place? What people stated, what the silence means where they stated nothing, and where a command line really goes."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from handover_generator.analysis import places as place_analysis
from handover_generator.analysis.describing import describe
from handover_generator.analysis.environments import PRODUCTION
from handover_generator.analysis.harm import changes, firm, losses
from handover_generator.errors import UsageError
from handover_generator.model.findings import DayOne, Findings, Verdict
from handover_generator.model.inventory import Command, Script


def answer(findings: Findings, script: Script, command: Command | None, place: str,
           goes_to: Sequence[tuple[str, str]] = ()) -> tuple[str, bool | None, tuple[str, ...]]:
    """The place as the repository calls it, whether a script may run there (None: nothing is stated, and nothing speaks against it), and why.

    Args:
        findings: of the repository.
        script: the script; as if it did nothing else, where one ``command`` of it is meant.
        command: the one command that is meant.
        place: as a person calls it. What everybody calls a place (``prod``) needs no description to be asked about.
        goes_to: places that the command line goes to, each with the reason.

    Raises:
        UsageError: neither the repository nor anybody knows such a place.
    """
    inventory = findings.inventory
    described = place_analysis.environment_named(inventory.ownership, inventory.settings, place)
    known = described or place_analysis.common_name(place)
    if known is None:
        raise UsageError(_unknown(place, inventory.environments), slug="unknown-place")
    allowed, reasons = place_analysis.allowed(script, known, inventory.mixed_places)
    if allowed is not False and (meant := place_analysis.misspelt(script, known, inventory.environments)) is not None:
        allowed, reasons = False, (f"'never in {meant}' is stated ({script.places.at}), which is no place here: {known} may be meant", *reasons)
    if allowed is None:
        # Nothing is free by silence: what can do harm, or was not understood, and of which nobody said that it may run, may not.
        judged = next((verdict for one, verdict in findings.commands_of(script) if one == command), findings.verdicts[script.path])
        harm = _silent_harm(judged, script, known)
        allowed, reasons = (False, (harm, *reasons)) if harm else (None, reasons)
    if described is None:
        reasons = (*reasons, f"nobody described {known}: its hosts and its data are written under environments: in handover/*.yml")
    there = [why for name, why in goes_to if place_analysis.same_place(name, known)]
    elsewhere = [(name, why) for name, why in goes_to
                 if not place_analysis.same_place(name, known) and not place_analysis.allowed(script, name, inventory.mixed_places)[0]]
    reasons = (*(f"this command line goes to {name}: {why}" for name, why in elsewhere), *(f"this command line goes there: {why}" for why in there),
               *reasons)
    return known, False if elsewhere and allowed else allowed, reasons


def _unknown(place: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(place.lower(), (*known, PRODUCTION), n=1, cutoff=0.7)
    meant = f"; did you mean {close[0]}?" if close else ""
    names = ", ".join(known) or "none is described; add it under environments: in handover/*.yml"
    return f"'{place}' is no place this repository describes (known: {names}){meant}"


def _silent_harm(verdict: Verdict, script: Script, place: str) -> str | None:
    """Why a script of which nobody stated where it may run must not run in a place; None where nothing but the silence speaks against it."""
    if verdict.list is DayOne.DO_NOT_RUN:
        return "it is on the do-not-run list, and nobody stated that it may run here"
    if lost := next((effect for effect in losses(script) if firm(effect)), None):
        return f"it {describe(lost)}, and nobody stated that it may run here"
    if place in script.places.reaches and (changed := next(iter(changes(script)), None)):
        return f"it reaches {place} and {describe(changed)}, and nobody stated that it may"
    if verdict.list is DayOne.ASK_FIRST:
        return "it is on the ask-first list, and nobody stated that it may run here"
    return None
