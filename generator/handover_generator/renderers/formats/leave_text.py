"""The leaving pack at the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.leaving import LeavingPack, LeavingScript, Question
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._leave import owned_heading, owned_words, top_line
from handover_generator.renderers.formats._words import count
from handover_generator.textgate import to_console


def _render(pack: LeavingPack) -> str:
    return "\n".join(line.rstrip() for line in _lines(pack)) + "\n"


def _lines(pack: LeavingPack) -> Iterator[str]:
    person = pack.person
    state = (
        f"left on {person.left}" if person.left else "still here" if person.present else to_console(person.absent_because) or "not known"
    )
    reach = f"; reach: {to_console(person.reach)}" if person.reach else ""
    yield f"{to_console(person.name)}: {state}{reach}"
    yield top_line(pack)
    for note in pack.notes:
        yield f"  note: {to_console(note)}"
    for script in pack.told:
        yield from _script(script)
    if pack.questions:
        yield "\nNot about one script"
        yield from (_question(question) for question in pack.questions)
    if pack.duties:
        yield "\nDuties to pass on"
        yield from (f"  {duty.kind}: {to_console(duty.text)} ({to_console(str(duty.at))})" for duty in pack.duties)
    if pack.owned_only:
        yield f"\n{owned_heading(pack)}"
        yield from (f"  {to_console(at)}: {to_console(words)}" for at, words in owned_words(pack))
    if pack.credentials:
        yield "\nCredentials, by name"
        yield from (f"  {to_console(item.name)}: {to_console(', '.join(item.scripts[:5]))}" for item in pack.credentials)
    if pack.also_known:
        yield f"\n{count(len(pack.also_known), 'script')} that others know as well."
    if pack.unclear:
        yield f"\n{count(len(pack.unclear), 'script')} of which nothing can be told, since history is cut."


def _script(script: LeavingScript) -> Iterator[str]:
    last = "; the last one who knows it" if script.last_knower else ""
    yield f"\n{to_console(script.path)}: {script.before.value}, then {script.after.value}{last}"
    if script.headline:
        yield f"  {(script.list or '').replace('-', ' ').upper()}. {to_console(script.headline)}"
    because = f" ({to_console(script.successor_because)})" if script.successor_because else ""
    yield (
        f"  ask then: {to_console(script.successor_name or script.successor)}{because}"
        if script.successor
        else "  ask then: nobody; choose one now"
    )
    yield from (_question(question) for question in script.questions)


def _question(question: Question) -> str:
    hang = (
        f" ({to_console(str(question.at))})" if question.at else f" (commit {to_console(question.commit[:10])})" if question.commit else ""
    )
    if question.answer is None:
        return f"  ? {to_console(question.text)}{hang}"
    who = f"{question.by or '?'}, {question.on or '?'}"
    return f"  = {to_console(question.text)} {to_console(question.answer)} ({to_console(who)})"


FORMAT = Format(name="text", command="leave", render=_render)
