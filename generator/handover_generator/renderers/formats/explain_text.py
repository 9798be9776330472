"""One script at the terminal: the verdict, what it destroys hop by hop, what stands before it, where, whom to ask, the way back."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.describing import describe, only_if, said
from handover_generator.analysis.harm import changes, losses
from handover_generator.analysis.places_that_matter import mixed_places_of
from handover_generator.analysis.reach import shared_accounts, still_reachable
from handover_generator.analysis.trails import few, hops
from handover_generator.analysis.unknowns import not_understood, unresolved
from handover_generator.analysis.way_back import way_back
from handover_generator.model.behaviour import Confidence
from handover_generator.model.explanation import Explanation
from handover_generator.model.findings import DayOne
from handover_generator.model.inventory import Effect, Script, Starter
from handover_generator.model.location import Location
from handover_generator.model.people import KnowledgeState
from handover_generator.model.rendering import Format
from handover_generator.renderers._schedules import in_words
from handover_generator.renderers.formats._words import GUARD_WORDS, LIST_WORDS, SHARED, ask_words, count, lamp_words, person_name
from handover_generator.textgate import to_console

_FEW = 3  # trails told without --trails
_COMMANDS = 20  # commands told without it
_WIDEST = 40
_ALLOWED = {True: "allowed", False: "NOT ALLOWED", None: "nothing is stated"}
_SURE = {Confidence.RESOLVED: "proven", Confidence.INFERRED: "inferred", Confidence.NAME_ONLY: "matched by name only"}
_KNOWLEDGE = {
    KnowledgeState.KNOWN: "two or more people who are still there know it",
    KnowledgeState.SINGLE: "one person who is still there knows it",
    KnowledgeState.FADED: "those who wrote it are there, but have not touched it for long",
    KnowledgeState.LOST: "nobody who ever worked on it is still there",
    KnowledgeState.UNKNOWN: "cannot be told from this history",
}


def _render(explanation: Explanation) -> str:
    parts = (
        _head(explanation),
        _place(explanation),
        _commands(explanation),
        _destroys(explanation),
        _guards(explanation),
        _facts(explanation),
        _changes(explanation),
        _closed(explanation),
        _unknowns(explanation),
        _gaps(explanation),
    )
    return "\n".join("".join(f"{line}\n" for line in lines) for part in parts if (lines := list(part)))


def _say(text: str) -> str:
    return to_console(text)


def _head(explanation: Explanation) -> Iterator[str]:
    verdict, script = explanation.verdict, explanation.script
    here = f"; in {_say(explanation.place)}: {_ALLOWED[explanation.allowed]}" if explanation.place is not None else ""
    name = script.path if explanation.command is None else f"{script.path} {explanation.command.name}"
    chosen = LIST_WORDS[verdict.list]
    if explanation.allowed is True and verdict.list is DayOne.DO_NOT_RUN:      # both are true, but not of the same place
        chosen, here = f"{chosen} elsewhere", f"{here}, as is stated"
    yield f"{chosen}: {_say(name)} (risk: {verdict.risk}){here}"
    yield _say(verdict.headline)
    for sentence in verdict.because:
        yield f"  - {_say(sentence)}"
    who = ask_words(explanation.findings.inventory, verdict.ask)
    yield f"Ask: {_say(who)}" if who else "Ask: nobody who is still there is known to know it"
    gone = ask_words(explanation.findings.inventory, still_reachable(explanation.findings.inventory, script))
    if gone:
        yield f"Left, but can still be reached: {_say(gone)}"


def _place(explanation: Explanation) -> Iterator[str]:
    if explanation.place is None:
        return
    yield f"In {_say(explanation.place)}: {_ALLOWED[explanation.allowed]}"
    for reason in explanation.reasons:
        yield f"  - {_say(reason)}"
    for written, there in explanation.targets:
        if written != there:
            yield f"  {_say(written)} is there {_say(there)}"


def _commands(explanation: Explanation) -> Iterator[str]:
    """What each of several commands does: nobody runs a file of thirty."""
    if not explanation.commands or explanation.command is not None:
        return
    ordered = sorted(explanation.commands, key=lambda pair: pair[1].list.rank)
    yield f"Its commands ({len(ordered)}); 'handover explain {_say(explanation.script.path)} COMMAND' tells one alone"
    shown = ordered if explanation.trails else ordered[:_COMMANDS]
    wide = min(max(len(_say(command.name)) for command, _ in shown), _WIDEST)
    for command, verdict in shown:
        yield f"  {LIST_WORDS[verdict.list]:<11}  {_say(command.name):<{wide}}  {_say(verdict.headline)} ({_say(str(command.at))})"
    if len(ordered) > len(shown):
        yield f"  ... and {len(ordered) - len(shown)} more; --trails prints all"


def _destroys(explanation: Explanation) -> Iterator[str]:
    found = losses(explanation.script)
    if not found:
        return
    yield f"What it destroys ({count(len(found), 'trail')})"
    shown = found if explanation.trails else found[:_FEW]
    for number, effect in enumerate(shown, start=1):
        yield from _trail(explanation, number, effect)
    if len(found) > len(shown):
        yield f"  ... and {len(found) - len(shown)} more; --trails prints all"


def _trail(explanation: Explanation, number: int, effect: Effect) -> Iterator[str]:
    yield f"  {number}. {_say(describe(effect))} ({_SURE[effect.confidence]}{', everything, no filter' if effect.everything else ''})"
    steps = hops(effect)
    wide = max(len(_say(f"{step.path}:{step.line}")) for step in steps)
    for step in steps:
        yield f"       {_say(f'{step.path}:{step.line}'):<{min(wide, 60)}}  {_say(step.name)}"
    for words, places in (("also from", effect.also_from), ("also done at", effect.also_at)):
        if places:
            yield f"     {words}: {_say(few(places))}"
    if effect.condition:
        yield f"     {_say(only_if(effect.condition))}"
    before = [
        f"{GUARD_WORDS[guard.kind]} at {guard.at}{'' if guard.strong else ' (weak)'}"
        f"{f' (by-passed with {guard.bypass})' if guard.bypass else ''}"
        f"{' (only when asked for)' if guard.default_on is False else ''}"
        for guard in effect.guards
    ]
    yield f"     before it: {_say('; '.join(before)) if before else 'nothing'}"
    back = way_back(explanation.findings.inventory, explanation.script, effect)
    yield (
        f"     way back: {_say(back[0])}{f' ({_say(str(back[1]))})' if back[1] else ''}"
        if back
        else "     way back: Undocumented, none is stated"
    )


def _guards(explanation: Explanation) -> Iterator[str]:
    if not losses(explanation.script) and not changes(explanation.script):
        return
    yield "Guards"
    for _, words in lamp_words(explanation.script):
        yield f"  {_say(words)}"


def _facts(explanation: Explanation) -> Iterator[str]:
    script, inventory = explanation.script, explanation.findings.inventory
    places, owner = script.places, script.ownership
    yield f"Purpose:  {_say(script.purpose.text)} ({_say(str(script.purpose.at))})" if script.purpose else "Purpose:  Undocumented"
    stated = bool(places.safe or places.never)
    yield (
        f"Places:   safe in {_say(', '.join(places.safe)) or 'none stated'}; "
        f"never in {_say(', '.join(places.never)) or 'none stated'} ({_say(_stated_at(places.source, places.at))})"
        if stated
        else "Places:   Undocumented: nothing says where it may run"
    )
    if places.reaches:
        yield f"          reaches {_say(', '.join(places.reaches))}"
    for default in places.defaults:
        yield f"          if {_say(default.name)} is not set, it lands in {_say(default.place)} ({_say(str(default.at))})"
    for mixed in mixed_places_of(inventory, script):
        yield f"          {_say(mixed.name)} is half {_say(', half '.join(mixed.environments))}"
    gone = f"; no longer there: {_say(', '.join(person_name(inventory, person) for person in owner.gone))}" if owner.gone else ""
    named = f"{owner.owner} ({_stated_at(owner.source, owner.at)})" if owner.owner else ""
    yield f"Owner:    {_say(named)}{gone}" if named else "Owner:    Undocumented: nobody is named"
    yield f"Knowledge: {_KNOWLEDGE[script.history.state]}"
    for account in shared_accounts(inventory, script)[:1]:
        yield f"          last worked on by {_say(account.name)} on {account.last or 'an unknown day'}: {SHARED}"
    yield from _starters(script)


def _stated_at(source: str, at: Location | None) -> str:
    """Where a person stated it: the file and line; the kind of source before it where the file does not tell it."""
    return source if at is None else f"{source}, {at}" if source in ("header", "role") else str(at)


def _starters(script: Script) -> Iterator[str]:
    starting = [starter for starter in script.called_from if starter.starts]
    people = next(_by_people(script, only_told=bool(starting)), None)
    if not starting:
        yield f"Started by: nothing that was found{f'; {people}' if people else ''}"
    for starter in starting[:5]:
        how = f"{starter.kind}{_say(_of(starter))}{_say(_when(starter))}"
        yield f"{'Copied' if starter.copies else 'Started'} by: {_say(f'{starter.path}:{starter.line}')} ({how})"
    if len(starting) > 5:
        yield f"            ... and {len(starting) - 5} more"
    if starting and people:
        yield f"            {people}"


def _by_people(script: Script, *, only_told: bool) -> Iterator[str]:
    """That texts tell people to run it, and where; else where they name it, unless that is not asked."""
    docs = [starter for starter in script.called_from if starter.kind == "docs"]
    for words, named in (("people are told to run it in", [one for one in docs if one.told]), ("it is named in", [] if only_told else docs)):
        if named:
            yield f"{words} {_say(few([Location(one.path, one.line) for one in named]))}"


def _of(starter: Starter) -> str:
    """The command of the script that it starts: ", reset-db"; '' where it names none."""
    return f", {starter.command}" if starter.command else ""


def _when(starter: Starter) -> str:
    """When a schedule starts it: ", at 02:30, every day; 30 2 * * *, time zone not stated"; '' without a schedule."""
    if not starter.schedule:
        return ""
    zone = f"time zone {starter.zone}" if starter.zone else "time zone not stated"
    words = in_words(starter.schedule)
    return f", {words[0].lower()}{words[1:]}; {starter.schedule}, {zone}" if words else f", {starter.schedule}, {zone}"


def _changes(explanation: Explanation) -> Iterator[str]:
    other = [effect for effect in explanation.script.live_effects if effect not in losses(explanation.script)]
    told = other if explanation.trails else [effect for effect in other if effect.changes]
    if not told:
        return
    yield "What else it does" if losses(explanation.script) else "What it does"
    limit = len(told) if explanation.trails else 10
    for effect in told[:limit]:
        if explanation.trails:
            trail = " > ".join(f"{step.path}:{step.line} {step.name}" for step in hops(effect))
            yield f"  {effect.resource} {effect.action.value}: {_say(said(explanation.script, effect))} ({_SURE[effect.confidence]})"
            yield f"      {_say(trail)}"
        else:
            yield f"  {effect.resource} {effect.action.value}: {_say(said(explanation.script, effect))} ({_say(str(effect.at))})"
    if len(told) > limit:
        yield f"  ... and {len(told) - limit} more; --trails prints all"


def _closed(explanation: Explanation) -> Iterator[str]:
    closed = [effect for effect in explanation.script.effects if effect.closed is not None]
    if closed:
        yield "Trails that a person called false"
    for effect in closed:
        yield f"  {_say(describe(effect))} ({_say(str(effect.at))}): {_say(effect.closed or '')}"


def _unknowns(explanation: Explanation) -> Iterator[str]:
    script = explanation.script
    if not not_understood(script) and not script.partial:
        return
    number, lines = not_understood(script), len(script.unknowns)
    told = f", told in {count(lines, 'line')}" if lines and lines != number else ""
    yield f"Not understood ({number}{told})"
    if script.partial:
        yield f"  the file was only partly read: {_say(script.partial)}"
    if unresolved(script):
        yield f"  {script.resolved_calls} of {script.reachable_calls} calls on its way were understood"
    shown = script.unknowns if explanation.trails else script.unknowns[:5]
    for unknown in shown:
        yield f"  {_say(str(unknown.at))}: {unknown.kind}{f', {_say(unknown.detail)}' if unknown.detail else ''}"
    if len(script.unknowns) > len(shown):
        yield f"  ... and {count(lines - len(shown), 'more line')}; --trails prints all"


def _gaps(explanation: Explanation) -> Iterator[str]:
    gaps = explanation.gaps
    if not gaps:
        return
    yield f"Gaps ({len(gaps)}, worst first)"
    for gap in gaps:
        state = f" [{gap.state}: {_say(gap.state_note)}]" if gap.state != "open" else ""
        yield f"  {gap.severity.word}: {_say(gap.message)} [{gap.rule}]{state}"
        yield f"      do: {_say(gap.action)}"


FORMAT = Format(name="text", command="explain", render=_render)
