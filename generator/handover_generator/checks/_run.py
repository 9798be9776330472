"""Runs all rules over an inventory: gaps with state and danger, worst first, and a verdict for every script."""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.analysis.commands_alone import by_itself
from handover_generator.checks._danger import rate
from handover_generator.checks._register import applied, unfit
from handover_generator.checks._seen import dated
from handover_generator.checks._verdict import at_least, verdict_of
from handover_generator.model.findings import Check, Findings, Gap
from handover_generator.model.inventory import Inventory
from handover_generator.records import replace
from handover_generator.registry import members

_PACKAGE = "handover_generator.checks"


def rules() -> tuple[Check, ...]:
    """All rules, by id."""
    return tuple(sorted(members(_PACKAGE, "CHECK", Check), key=lambda check: check.id))


def judge(inventory: Inventory) -> Findings:
    """What the rules make of an inventory. Pure: equal inventories give equal findings.

    Gaps come worst first: those somebody accepted last, then by severity, then by danger. Each script gets exactly one verdict.
    """
    every = rules()
    found = _once(_of(rule, gap) for rule in every for gap in rule.find(inventory))
    by_id = {rule.id: rule for rule in every}
    found = _once((*found, *(_of(by_id[gap.rule], gap) for gap in unfit(inventory, found, every))))
    gaps = tuple(sorted(rate(inventory, applied(inventory, (dated(inventory, gap) for gap in found))), key=_order))
    of_script: dict[str, list[Gap]] = {script.path: [] for script in inventory.scripts}
    for gap in gaps:
        if gap.script and gap.subject in of_script:
            of_script[gap.subject].append(gap)
    verdicts = {path: verdict_of(inventory, inventory.by_path[path], tuple(own)) for path, own in sorted(of_script.items())}
    commands = {script.path: tuple(verdict_of(inventory, by_itself(script, command), ()) for command in script.commands)
                for script in inventory.scripts if script.commands}
    for path, own in commands.items():
        verdicts[path] = at_least(verdicts[path], dict(zip((command.name for command in inventory.by_path[path].commands), own, strict=True)))
    return Findings(inventory=inventory, gaps=gaps, verdicts=verdicts, commands=commands)


def _of(rule: Check, gap: Gap) -> Gap:
    """The gap with what holds for all of its rule, for those who know no rules."""
    return replace(gap, basis=rule.basis, strict=rule.strict, baselinable=rule.baselinable)


def _once(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple(dict.fromkeys(gaps))


def _order(gap: Gap) -> tuple[bool, int, int, str, str, str, str]:
    return (gap.state == "accepted", -int(gap.severity), -gap.danger, gap.rule, gap.subject, gap.detail, gap.message)
