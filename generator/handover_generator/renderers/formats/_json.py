"""The published shapes, apart from the internal types: plain values that ``json`` writes, every text through the gate.

Text that people wrote is redacted; names that other tools match on (paths, rule ids, variable names) are kept, with bytes that are no
UTF-8 shown as ``\\xff`` so that the result is valid UTF-8 everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from handover_generator.model.behaviour import Guard, GuardKind, Need, Unknown
from handover_generator.model.findings import Findings, Gap, Verdict
from handover_generator.model.inventory import Effect, Script, Starter
from handover_generator.model.location import CallStep, Location
from handover_generator.model.people import Copy, Knower
from handover_generator.model.source import Claim
from handover_generator.textgate import redact

Json = dict[str, Any]
PUBLISHED_GUARDS = (GuardKind.CONFIRM, GuardKind.DRY_RUN, GuardKind.ENV_CHECK, GuardKind.OUTPUT, GuardKind.BACKUP)
DEPENDENCIES = ("packages", "binaries", "env", "services", "files", "scripts", "secrets", "undeclared")


def dump(value: object) -> str:
    """JSON text: sorted where order means nothing (keys stay as given), one space a level, ends with a line feed."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_lines(value: dict[str, Any]) -> str:
    """The same for a long document: each member of its lists on a line of its own, which differences show well and costs a twentieth."""
    compact = msgspec.json.Encoder().encode
    parts = [compact(key) + b": " + (b"[\n" + b",\n".join(map(compact, part)) + b"\n]" if isinstance(part, list) and part else compact(part))
             for key, part in value.items()]
    return (b"{\n" + b",\n".join(parts) + b"\n}\n").decode()


def exact(text: str) -> str:
    """A name as it is; lone surrogates (bytes of names that are not UTF-8) as ``\\xff``."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(
            f"\\x{ord(char) - 0xDC00:02x}"
            if 0xDC80 <= ord(char) <= 0xDCFF
            else f"\\u{ord(char):04x}"
            if 0xD800 <= ord(char) <= 0xDFFF
            else char
            for char in text
        )
    return text


def told(text: str) -> str:
    """A text that people wrote or code holds: redacted, valid UTF-8."""
    return exact(redact(text))


def maybe(text: str | None) -> str | None:
    """``told``, or None."""
    return told(text) if text is not None else None


def location(at: Location) -> Json:
    """{"path", "line"}."""
    return {"path": exact(at.path), "line": at.line}


def step(hop: CallStep) -> Json:
    """One hop of a trail."""
    return {"path": exact(hop.path), "line": hop.line, "name": told(hop.name)}


def guard(item: Guard) -> Json:
    """A guard with how far it can be relied on."""
    return {
        **location(item.at),
        "detail": told(item.detail),
        "strong": item.strong,
        "bypass": maybe(item.bypass),
        "default_on": item.default_on,
    }


def guards_by_kind(items: Iterable[Guard], kinds: Iterable[GuardKind] = PUBLISHED_GUARDS) -> Json:
    """Guards under the name of their kind; each line once."""
    seen: dict[GuardKind, dict[tuple[str, int], Json]] = {kind: {} for kind in kinds}
    for item in sorted(items, key=lambda g: (g.at, not g.strong, g.detail)):
        if item.kind in seen and (place := (item.at.path, item.at.line)) not in seen[item.kind]:
            seen[item.kind][place] = guard(item)
    return {kind.value: list(found.values()) for kind, found in seen.items()}


def effect(item: Effect) -> Json:
    """An effect with its trail; the names of design, and more."""
    return {
        "resource": item.resource,
        "action": item.action.value,
        "destructive": item.destructive,
        "target": maybe(item.target),
        "table": maybe(item.table),
        "what": told(item.what),
        "at": location(item.at),
        "via": [step(hop) for hop in item.via],
        "also_at": [location(place) for place in item.also_at],
        "also_from": [step(hop) for hop in item.also_from],
        "condition": maybe(item.condition),
        "confidence": item.confidence.value,
        "everything": item.everything,
        "host": maybe(item.host),
        "server": maybe(item.server),
        "store": item.store,
        "guards": guards_by_kind(item.guards, GuardKind),
        "closed": maybe(item.closed),
        "takes_along": [{"model": exact(one.model), "table": maybe(one.table), "store": one.store} for one in item.takes_along],
    }


def unknown(item: Unknown) -> Json:
    """Something that could not be read."""
    return {"kind": item.kind, "at": location(item.at), "detail": told(item.detail)}


def starter(item: Starter) -> Json:
    """What starts or names a script."""
    return {
        "path": exact(item.path),
        "line": item.line,
        "kind": item.kind,
        "schedule": item.schedule,
        "zone": item.zone,
        "detail": told(item.detail),
        "command": exact(item.command) or None,
        "told": item.told,
    }


def claim(item: Claim | None) -> Json:
    """A stated text with its source; "none" where nothing is stated."""
    if item is None:
        return {"text": None, "source": "none", "at": None}
    return {"text": told(item.text), "source": item.source, "at": location(item.at)}


def need(item: Need) -> Json:
    """The proof of a dependency."""
    return {"kind": item.kind, "name": exact(item.name), "at": location(item.at), "default": maybe(item.default)}


def knower(item: Knower) -> Json:
    """A person's tie to a script."""
    return {
        "person": told(item.person),
        "name": told(item.name),
        "knowledge": round(item.knowledge, 4),
        "share": round(item.share, 4),
        "commits": item.commits,
        "last": item.last,
        "creator": item.creator,
        "present": item.present,
        "knows": item.knows,
    }


def copy(item: Copy) -> Json:
    """A script of the same family."""
    return {
        "path": exact(item.path),
        "similarity": round(item.similarity, 4),
        "lost": sorted(item.lost),
        "origin": told(item.origin),
        "commit": item.commit,
        "older": item.older,
        "fixes": [{"commit": fix.commit, "date": fix.date, "subject": told(fix.subject), "at": location(fix.at)} for fix in item.fixes],
        "differences": [told(text) for text in item.differences],
    }


def gap(item: Gap) -> Json:
    """A gap with its danger, factor by factor."""
    return {
        "rule": item.rule,
        "severity": item.severity.word,
        "message": told(item.message),
        "action": told(item.action),
        "at": location(item.at),
        "subject": exact(item.subject),
        "evidence": [location(at) for at in item.evidence],
        "ask": maybe(item.ask),
        "state": item.state,
        "state_note": told(item.state_note),
        "first_seen": {"since": item.first_seen.since.value, "date": item.first_seen.date, "commit": item.first_seen.commit,
                       "why": item.first_seen.why},
        "danger": item.danger,
        "factors": [{"factor": name, "value": round(value, 4), "why": told(why)} for name, value, why in item.factors],
    }


def verdict(item: Verdict) -> Json:
    """A verdict."""
    return {
        "list": item.list.value,
        "risk": item.risk,
        "because": [told(text) for text in item.because],
        "headline": told(item.headline),
        "ask": [told(person) for person in item.ask],
    }


def commands(findings: Findings, script: Script) -> list[Json]:
    """What each of several commands of a script does."""
    return [
        {
            "name": told(command.name),
            "at": location(command.at),
            "says": told(command.says),
            "list": judged.list.value,
            "risk": judged.risk,
            "headline": told(judged.headline),
            "effects": [
                {
                    "resource": one.resource,
                    "action": one.action.value,
                    "destructive": one.destructive,
                    "target": maybe(one.target),
                    "at": location(one.at),
                    "condition": maybe(one.condition),
                }
                for one in command.effects
                if one.closed is None
            ],
        }
        for command, judged in findings.commands_of(script)
    ]


def dependencies(script: Script) -> tuple[Json, Json]:
    """(names by kind, the same with their proof)."""
    names: Json = {}
    proof: Json = {}
    for kind in DEPENDENCIES:
        items = sorted(getattr(script.dependencies, kind), key=lambda n: (n.name, n.at, n.default or ""))
        names[kind] = sorted({exact(item.name) for item in items})
        proof[kind] = [need(item) for item in items]
    return names, proof


def script(findings: Findings, item: Script) -> Json:
    """One script in the shape of the inventory."""
    names, proof = dependencies(item)
    places, owner, history = item.places, item.ownership, item.history
    entry = findings.inventory.ownership.script(item.path)
    return {
        "path": exact(item.path),
        "language": item.language,
        "purpose": claim(item.purpose),
        "effects": [effect(one) for one in item.live_effects],
        "closed_effects": [effect(one) for one in item.effects if one.closed is not None],
        "commands": commands(findings, item),
        "unknowns": [unknown(one) for one in item.unknowns],
        "dependencies": names,
        "dependency_evidence": proof,
        "guards": guards_by_kind(item.guards),
        "called_from": [starter(one) for one in sorted(item.called_from)],
        "environments": {
            "safe": list(places.safe),
            "never": list(places.never),
            "reaches": list(places.reaches),
            "source": places.source,
            "mixed": list(places.mixed),
            "evidence": [{"environment": name, "because": told(why), "at": location(at)} for name, why, at in places.reach_evidence],
            "defaults": [
                {"name": exact(d.name), "value": told(d.value), "environment": d.place, "at": location(d.at), "because": told(d.because)}
                for d in places.defaults
            ],
        },
        "ownership": {
            "owner": maybe(owner.owner),
            "source": owner.source,
            "people": [told(person) for person in owner.people],
            "gone": [told(person) for person in owner.gone],
            "others": [{"source": s, "owner": told(n), "at": location(at)} for s, n, at in owner.others],
            "second": maybe(owner.second),
            "second_because": told(owner.second_because),
            "knowers": [knower(one) for one in history.knowers],
            "state": history.state.value,
            "stable": history.stable,
        },
        "history": {
            "created": history.created,
            "last_changed": history.last_changed,
            "commits": history.commits,
            "authors": history.authors,
            "last_effective": history.last_effective,
            "last_commit": history.last_commit,
            "former_paths": [exact(path) for path in history.former_paths],
            "milestones": [
                {"commit": m.commit, "date": m.date, "author": told(m.author), "subject": told(m.subject), "kind": m.kind,
                 "path": exact(m.path) if m.path is not None else None}
                for m in history.milestones
            ],
        },
        "copies": [copy(one) for one in item.copies],
        "usage": {
            "state": item.usage.state,
            "for": [told(t) for t in item.usage.for_use],
            "against": [told(t) for t in item.usage.against],
        },
        "undo": maybe(entry.undo) if entry else None,
        "reading": {
            "tier": item.tier,
            "partial": maybe(item.partial),
            "resolved_calls": item.resolved_calls,
            "reachable_calls": item.reachable_calls,
            "lines": item.lines,
            "because": [told(text) for text in item.because],
        },
        "verdict": verdict(findings.verdicts[item.path]),
        "gaps": [gap(one) for one in findings.of(item)],
    }
