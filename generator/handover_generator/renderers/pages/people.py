"""A page per person, only for what they alone know. Nobody is ranked: knowledge is told per script, most dangerous script first."""

from __future__ import annotations

from collections.abc import Mapping

from handover_generator.analysis.leaving import leaving_pack, simulate_leavers
from handover_generator.model.findings import Findings
from handover_generator.model.people import KnowledgeState
from handover_generator.model.rendering import Page
from handover_generator.renderers.pages import _paths, _script
from handover_generator.renderers.pages._render import page

SCRIPTS = 60


def _render(findings: Findings) -> Mapping[str, str]:
    known_by = _script.alone(findings)
    ranked = _script.by_danger(findings)
    people = findings.inventory.people_by_id
    order = sorted(known_by, key=lambda person: (people[person].name.casefold() if person in people else person, person))
    lost = [s for s in ranked if s.history.state is KnowledgeState.LOST]
    faded = [s for s in ranked if s.history.state is KnowledgeState.FADED]
    unknown = [s for s in ranked if s.history.state is KnowledgeState.UNKNOWN]
    left = [p for p in findings.inventory.people if p.left]
    pages = {
        _paths.PEOPLE: page(
            "people.md",
            _paths.PEOPLE,
            "People",
            findings,
            order=order,
            known_by=known_by,
            lost=lost,
            faded=faded,
            unknown=unknown,
            left=left,
            loss=simulate_leavers(findings.inventory),
            shown=SCRIPTS,
            person_page=_paths.person_page,
            verdict_of=_script.verdict_of,
        )
    }
    for person in order:
        pack = leaving_pack(findings.inventory, person, findings.gaps, findings.verdicts)
        alone = {script.path for script in known_by[person]}
        others = [script for script in pack.scripts if script.path not in alone]
        elsewhere = sum(question.answer is None for script in others for question in script.questions)
        pages[_paths.person_page(person)] = page(
            "person.md",
            _paths.person_page(person),
            people[person].name if person in people else person,
            findings,
            person_id=person,
            person=people.get(person),
            pack=pack,
            told=[script for script in pack.scripts if script.path in alone],
            others=len(others),
            asked=pack.open_questions - elsewhere,
            elsewhere=elsewhere,
            shown=SCRIPTS,
            verdict_of=_script.verdict_of,
            people_page=_paths.PEOPLE,
        )
    return pages


PAGE = Page(id="people", title="People", hub=_paths.PEOPLE, order=70, render=_render)
