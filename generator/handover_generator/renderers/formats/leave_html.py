"""The leaving pack as one page to print: it stands alone, loads nothing, and leaves room to write the answers in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.analysis.leaving import LeavingPack, LeavingScript, Question
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats._leave import owned_heading, owned_words, top_line
from handover_generator.textgate import to_html

_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid #767676; }
h3 { font-size: 1rem; margin-bottom: .2rem; overflow-wrap: anywhere; }
section, li { break-inside: avoid; } ul { list-style: none; padding-left: 0; } li { margin: .4rem 0; }
.line { border-bottom: 1px dotted #767676; height: 1.6rem; } .small { color: #444; font-size: .9em; } code { overflow-wrap: anywhere; }
@page { margin: 18mm; } @media print { body { margin: 0; max-width: none; } }
"""


def _render(pack: LeavingPack) -> str:
    name = to_html(pack.person.name)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Leaving pack: {name}</title><style>{_STYLE}</style>'
    return "\n".join(["<!doctype html>", f'<html lang="en"><head>{head}</head><body><main>', *_body(pack, name), "</main></body></html>", ""])


def _body(pack: LeavingPack, name: str) -> Iterator[str]:
    person = pack.person
    yield f"<h1>Leaving pack: {name}</h1>"
    state = (f"Left on {to_html(person.left)}." if person.left else "Still here." if person.present else f"{to_html(person.absent_because)}.")
    reach = f" Reach: {to_html(person.reach)}." if person.reach else ""
    yield f"<p>{state}{reach} {top_line(pack)}</p>"
    for note in pack.notes:
        yield f"<p>{to_html(note)}</p>"
    if pack.told:
        yield "<h2>What gets worse, worst first</h2>"
    for script in pack.told:
        yield from _script(script)
    if pack.questions:
        yield "<h2>Questions not about one script</h2><ul>"
        for question in pack.questions:
            yield from _question(question)
        yield "</ul>"
    for title, lines in (
        ("Duties to pass on", [f"{to_html(duty.text)} <code>{to_html(str(duty.at))}</code>" for duty in pack.duties]),
        (owned_heading(pack), [f"<code>{to_html(at)}</code>: {to_html(words)}" for at, words in owned_words(pack)]),
        ("Credentials, by name", [f"<code>{to_html(item.name)}</code>, needed by {', '.join(to_html(path) for path in item.scripts[:10])}"
                                  for item in pack.credentials]),
    ):
        if lines:
            yield f"<h2>{title}</h2><ul>"
            yield from (f"<li>☐ {line}</li>" for line in lines)
            yield "</ul>"


def _script(script: LeavingScript) -> Iterator[str]:
    yield f"<section><h3><code>{to_html(script.path)}</code></h3>"
    if script.headline:
        yield f"<p><strong>{to_html((script.list or '').replace('-', ' ').upper())}.</strong> {to_html(script.headline)}</p>"
    last = "; this is the last one who knows it" if script.last_knower else ""
    successor = "<strong>nobody</strong>, choose one now"
    if script.successor:
        because = f" ({to_html(script.successor_because)})" if script.successor_because else ""
        successor = f"{to_html(script.successor_name or script.successor)}{because}"
    yield f"<p>Knowledge: {script.before.value}, then {script.after.value}{last}. Best remaining person: {successor}.</p></section>"
    if script.questions:
        yield "<ul>"
        for question in script.questions:
            yield from _question(question)
        yield "</ul>"


def _question(question: Question) -> Iterator[str]:
    hang = str(question.at) if question.at else f"commit {question.commit[:10]}" if question.commit else ""
    where = f' <code class="small">{to_html(hang)}</code>' if hang else ""
    if question.answer is None:
        why = f' <span class="small">{to_html(question.why)}</span>' if question.why else ""
        yield f'<li>☐ {to_html(question.text)}{why}{where}<div class="line"></div></li>'
        return
    by = f"{to_html(question.by or '?')}, {to_html(question.on or '?')}"
    yield f'<li>☑ {to_html(question.text)}{where}<br><strong>{to_html(question.answer)}</strong> <span class="small">{by}</span></li>'


FORMAT = Format(name="html", command="leave", render=_render)
