"""The leaving pack as Markdown: to print, to paste into a page, to walk through together while there is time."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.leaving import LeavingPack, LeavingScript, Question
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._leave import owned_heading, owned_words, top_line
from handover_generator.textgate import to_md_code, to_md_text


def _render(pack: LeavingPack) -> str:
    parts = (_top(pack), _scripts(pack), _questions(pack), _duties(pack), _credentials(pack), _rest(pack))
    return "\n".join("\n".join(lines) + "\n" for part in parts if (lines := list(part)))


def _top(pack: LeavingPack) -> Iterator[str]:
    yield f"# Leaving pack: {to_md_text(pack.person.name)}"
    yield ""
    yield f"{_state(pack)} {top_line(pack)}"
    for note in pack.notes:
        yield f"\n> {to_md_text(note)}"


def _state(pack: LeavingPack) -> str:
    person = pack.person
    reach = f" Reach: {to_md_text(person.reach)}." if person.reach else ""
    if person.left:
        return f"Left on {to_md_text(person.left)}.{reach}"
    return (
        f"Still here, last recorded activity {person.last_active or 'not known'}.{reach}"
        if person.present
        else f"{to_md_text(person.absent_because)}.{reach}"
    )


def _scripts(pack: LeavingPack) -> Iterator[str]:
    if not pack.told:
        return
    yield "## What gets worse, worst first"
    for script in pack.told:
        yield from _script(script)


def _script(script: LeavingScript) -> Iterator[str]:
    yield f"\n### {to_md_code(script.path)}\n"
    if script.headline:
        yield f"{(script.list or '').replace('-', ' ').upper()}. {to_md_text(script.headline)}\n"
    last = "; this is the last one who knows it" if script.last_knower else ""
    yield f"- Knowledge: {script.before.value}, then {script.after.value}{last}"
    yield f"- Purpose: {to_md_text(script.purpose)}" if script.purpose else "- Purpose: **Undocumented**"
    if script.owned:
        yield "- Named as owner: somebody else must be"
    if script.successor:
        because = f": {to_md_text(script.successor_because)}" if script.successor_because else ""
        yield f"- Best remaining person: {to_md_text(script.successor_name or script.successor)}{because}"
    else:
        yield "- Best remaining person: **nobody**, choose one now"
    for question in script.questions:
        yield _question(question)


def _question(question: Question) -> str:
    hang = (
        f" ({to_md_code(str(question.at))})" if question.at else f" (commit {to_md_code(question.commit[:10])})" if question.commit else ""
    )
    why = f" {to_md_text(question.why)}" if question.why else ""
    if question.answer is None:
        return f"- [ ] {to_md_text(question.text)}{hang}{why}"
    by = f" ({to_md_text(question.by or '?')}, {to_md_text(question.on or '?')})"
    return f"- [x] {to_md_text(question.text)}{hang}\n    - {to_md_text(question.answer)}{by}"


def _questions(pack: LeavingPack) -> Iterator[str]:
    if pack.questions:
        yield "## Questions not about one script\n"
        for question in pack.questions:
            yield _question(question)


def _duties(pack: LeavingPack) -> Iterator[str]:
    if pack.duties:
        yield "## Duties to pass on\n"
        for duty in pack.duties:
            yield f"- [ ] {duty.kind}: {to_md_text(duty.text)} ({to_md_code(str(duty.at))})"
    if pack.owned_only:
        yield f"\n## {owned_heading(pack)}\n"
        for at, words in owned_words(pack):
            yield f"- [ ] {to_md_code(at)}: {to_md_text(words)}"


def _credentials(pack: LeavingPack) -> Iterator[str]:
    if pack.credentials:
        yield "## Credentials, by name\n"
        for item in pack.credentials:
            yield f"- [ ] {to_md_code(item.name)}, needed by {', '.join(to_md_code(path) for path in item.scripts[:10])}"


def _rest(pack: LeavingPack) -> Iterator[str]:
    for title, paths in (("Also known to others", pack.also_known), ("Cannot be told, history is cut", pack.unclear)):
        if paths:
            yield f"## {title}\n"
            for path in paths[:50]:
                yield f"- {to_md_code(path)}"
            if len(paths) > 50:
                yield f"- … and {len(paths) - 50} more"
            yield ""


FORMAT = Format(name="markdown", command="leave", render=_render)
