"""The ten facts a hand-over needs of every script: stated by a person, or Undocumented with a severity and one action."""

from __future__ import annotations

from handover_generator.model.findings import Findings, Gap, Severity
from handover_generator.model.inventory import Script
from handover_generator.model.location import Location
from handover_generator.model.ownership import ScriptEntry
from handover_generator.records import record
from handover_generator.renderers._draft_text import comment, quoted


@record(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact. ``text`` None means nobody stated it; then ``severity`` and ``action`` tell how bad that is and what to do.

    ``none`` is True where a person stated that there is nothing ("Side effects: none"), which is not the same as silence.
    """

    key: str
    label: str
    text: str | None = None
    at: Location | None = None
    source: str = ""
    none: bool = False
    severity: Severity = Severity.LOW
    action: str = ""


# (key, label, header section, rule whose gap speaks of it, YAML key)
_ROWS = (
    ("purpose", "Purpose", None, ("undocumented",), "purpose"),
    ("side-effects", "Side effects, as stated", "side-effects", ("effect-not-mentioned", "claim-contradicted"), "side_effects"),
    ("safe", "Safe places", "safe-environments", ("no-safe-place",), "safe_in"),
    ("never", "Never run in", "never-run-in", (), "never_in"),
    ("requires", "Requires", "requires", (), "requires"),
    ("owner", "Owner", "owner", ("no-owner", "owner-left"), "owner"),
    ("undo", "Undo", "undo", ("no-way-back",), "undo"),
    ("backup", "Backup", "backup", ("no-way-back",), "backup"),
    ("schedule", "Schedule", "schedule", (), "schedule"),
    ("verified", "Last verified by a person", None, (), "verified"),
)


def facts_of(script: Script, findings: Findings) -> tuple[Fact, ...]:
    """All ten facts of a script, in the order of the page."""
    entry = findings.inventory.ownership.script(script.path)
    gaps = {gap.rule: gap for gap in reversed(findings.of(script))}
    return tuple(_fact(script, entry, gaps, *row) for row in _ROWS)


def documented(facts: tuple[Fact, ...]) -> int:
    """How many of the facts a person stated."""
    return sum(fact.text is not None for fact in facts)


def _fact(
    script: Script,
    entry: ScriptEntry | None,
    gaps: dict[str, Gap],
    key: str,
    label: str,
    section: str | None,
    rules: tuple[str, ...],
    yaml_key: str,
) -> Fact:
    stated = _from_yaml(key, entry)
    if stated is not None and entry is not None:
        text, none = stated
        return Fact(key=key, label=label, text=text, at=entry.at, source=entry.at.path, none=none)
    claim = script.purpose if key == "purpose" else script.claims.get(section) if section else None
    if key == "side-effects" and claim is None and script.claims.claims_nothing:
        nothing = script.claims.claims_nothing
        return Fact(key=key, label=label, text=nothing.text, at=nothing.at, source=nothing.source, none=True)
    if claim is not None:
        return Fact(key=key, label=label, text=claim.text, at=claim.at, source=claim.source)
    if key == "owner" and script.ownership.owner:
        return Fact(key=key, label=label, text=script.ownership.owner, at=script.ownership.at, source=script.ownership.source)
    gap = next((gaps[rule] for rule in rules if rule in gaps), None)
    severity = gap.severity if gap else _silence(script, key)
    # The gap about the way back proposes to state one; a backup is another fact.
    action = gap.action if gap and key != "backup" else _ask_for(script, key, yaml_key)
    return Fact(key=key, label=label, severity=severity, action=action)


def _from_yaml(key: str, entry: ScriptEntry | None) -> tuple[str, bool] | None:
    """(text, whether it states that there is nothing) from the script's entry; None where the entry is silent."""
    if entry is None:
        return None
    match key:
        case "safe":
            return None if entry.safe_in is None else (", ".join(entry.safe_in) or "nowhere", not entry.safe_in)
        case "never":
            return (", ".join(entry.never_in), False) if entry.never_in else None
        case "requires":
            return ("; ".join(entry.requires), False) if entry.requires else None
        case "side-effects":
            if entry.side_effects is None:
                return None
            told = "; ".join(f"{e.resource}: {e.action}" + (f" {e.target}" if e.target else "") for e in entry.side_effects)
            return told or "none", not told
        case "verified":
            if not entry.verified_on and not entry.verified_by:
                return None
            return f"by {entry.verified_by or 'unknown'} on {entry.verified_on or 'an unknown day'}", False
        case _:
            value = getattr(entry, key)
            return (value, False) if value else None


def _silence(script: Script, key: str) -> Severity:
    """How bad it is that nobody stated this, where no check speaks of it."""
    if script.destroys:
        return Severity.HIGH if key in ("safe", "never", "undo", "backup", "owner", "side-effects") else Severity.MEDIUM
    if any(effect.changes for effect in script.live_effects):
        return Severity.MEDIUM if key in ("safe", "undo", "owner", "side-effects") else Severity.LOW
    return Severity.LOW


def _ask_for(script: Script, key: str, yaml_key: str) -> str:
    worst = next(iter(script.destroys), None) or next((e for e in script.live_effects if e.changes), None)
    # Targets hold what YAML takes for its own signs: "${NAME}".
    found = f"[{{{worst.resource}: {worst.action.value}, target: {quoted(comment(worst.target or 'name it'))}}}]" if worst else "[]"
    example = {
        "safe": "[name of a place]",
        "never": "[name of a place]",
        "side_effects": found,
        "requires": "[what must be there first]",
        "verified": "{by: you, on: today}",
        "owner": "a role or a person",
        "purpose": "one sentence",
        "undo": "how to get back",
        "backup": "where the last copy is",
        "schedule": "when, and who started it",
    }
    return f"Find out and add “{yaml_key}: {example.get(yaml_key, example.get(key, '...'))}” under this script in handover/*.yml."
