"""The leaving pack as JSON, schema ``handover-leaving/1``."""

from __future__ import annotations

from handover_generator.analysis.leaving import LeavingPack, LeavingScript, Question
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json

SCHEMA = "handover-leaving/1"


def _render(pack: LeavingPack) -> str:
    person = pack.person
    return _json.dump(
        {
            "schema": SCHEMA,
            "person": {
                "id": _json.told(person.id),
                "name": _json.told(person.name),
                "present": person.present,
                "left": person.left,
                "reach": _json.maybe(person.reach),
                "last_active": person.last_active,
                "absent_because": _json.told(person.absent_because),
            },
            "open_questions": pack.open_questions,
            "scripts": [_script(script) for script in pack.scripts],
            "questions": [_question(question) for question in pack.questions],
            "duties": [
                {"kind": duty.kind, "text": _json.told(duty.text), "role": _json.maybe(duty.role), "at": _json.location(duty.at)}
                for duty in pack.duties
            ],
            "credentials": [
                {"name": _json.exact(item.name), "scripts": [_json.exact(path) for path in item.scripts], "at": _json.location(item.at)}
                for item in pack.credentials
            ],
            "also_known": [_json.exact(path) for path in pack.also_known],
            "unclear": [_json.exact(path) for path in pack.unclear],
            "notes": [_json.told(note) for note in pack.notes],
        }
    )


def _script(script: LeavingScript) -> _json.Json:
    return {
        "path": _json.exact(script.path),
        "before": script.before.value,
        "after": script.after.value,
        "last_knower": script.last_knower,
        "gets_worse": script.gets_worse,
        "owned": script.owned,
        "owned_at": _json.location(script.owned_at) if script.owned_at else None,
        "purpose": _json.maybe(script.purpose),
        "list": script.list,
        "risk": script.risk,
        "headline": _json.told(script.headline),
        "tie": _json.knower(script.tie) if script.tie else None,
        "successor": None
        if script.successor is None
        else {
            "person": _json.told(script.successor),
            "name": _json.maybe(script.successor_name),
            "because": _json.told(script.successor_because),
        },
        "questions": [_question(question) for question in script.questions],
        "gaps": [_json.gap(gap) for gap in script.gaps],
    }


def _question(question: Question) -> _json.Json:
    return {
        "text": _json.told(question.text),
        "why": _json.told(question.why),
        "script": _json.exact(question.script) if question.script else None,
        "at": _json.location(question.at) if question.at else None,
        "commit": question.commit,
        "answer": _json.maybe(question.answer),
        "by": _json.maybe(question.by),
        "on": question.on,
    }


FORMAT = Format(name="json", command="leave", render=_render)
