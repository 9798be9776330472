"""The inventory: facts of the sources, followed by the analysis, put together.

Each step is a pure function of what came before it. The dear ones are kept in the cache under all that they depend on, so that a run after a
small change repeats only what the change touches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handover_generator.analysis import discover, owners, proposals, usage
from handover_generator.analysis import places as place_analysis
from handover_generator.analysis.assemble import deeds_of
from handover_generator.analysis.coverage import coverage
from handover_generator.analysis.cron_jobs import LISTED
from handover_generator.analysis.identities import iso_day
from handover_generator.analysis.packaging import Packaging
from handover_generator.analysis.services import stated_services
from handover_generator.analysis.starts import with_followed_starts
from handover_generator.analysis.tables import tables_of
from handover_generator.analysis.toolbox import Toolbox, announcers
from handover_generator.analysis.unknowns import RUN_UNSEEN
from handover_generator.catalogue.load import Catalogue
from handover_generator.model.history import History, Outline
from handover_generator.model.inventory import Inventory, Script, Setting, Starter
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import Repository
from handover_generator.model.source import Claim, Claims, Module, SourceFile, Unread
from handover_generator.model.tracing import ALL_TASKS, Language
from handover_generator.pipeline._memory import Memory, digest
from handover_generator.pipeline._modules import Modules
from handover_generator.pipeline._parts import PartsOfFiles
from handover_generator.pipeline._past import Past
from handover_generator.pipeline._started import starters_of
from handover_generator.pipeline._walks import Walks
from handover_generator.records import replace
from handover_generator.registry import members
from handover_generator.sources import catalog_info, codeowners, packages, places
from handover_generator.sources.git import GitRepository
from handover_generator.sources.tree import Tree


def take_inventory(repository: GitRepository, tree: Tree, ownership: Ownership, catalogue: Callable[[], Catalogue], effects: str,
                   mined: Callable[[], History], kept: Outline | None, memory: Memory, today: str, progress: Callable[[str], None]) -> Inventory:
    """Everything that is known of a repository, not yet judged.

    Args:
        repository: open.
        tree: its files.
        ownership: what people state.
        catalogue: gives the catalogue, when something is followed at all.
        effects: a digest of the repository's own part of the catalogue.
        mined: gives the history.
        kept: the outline of that history, if it is known already.
        memory: where the results of steps are kept.
        today: ISO day.
        progress: is told what is being done.
    """
    files = tree.files
    languages = members("handover_generator.languages", "LANGUAGE", Language)
    modules = Modules(files, languages, memory)
    packaging = packages.read_packaging(files)
    started = starters_of(files, packaging, memory)
    reasons = discover.find_scripts(files, modules.facts, packaging, started)
    paths = tuple(sorted(reasons))
    with memory.rows("settings", "", places.Rows, files) as rows:
        settings = _named_as_declared(places.mine_settings(files, rows), ownership)
    mixed = place_analysis.mixed_places(settings, ownership)
    others = (*codeowners.load(files, paths), *catalog_info.load(files, paths))
    walks = _walks(files, dict(tree.links), modules, languages, packaging, started, catalogue, effects, memory)
    past = Past(repository, mined, kept, ownership, today, paths, memory)
    people, histories = past.people, past.histories
    stated = stated_services(settings)
    headers = modules.headers(paths)
    tables = tables_of(modules.facts.values(), files)

    scripts: list[Script] = []
    for number, path in enumerate(paths):
        progress(f"following calls: {number + 1} of {len(paths)} scripts")
        module = modules.facts.get(path)
        walked, commands = walks.of(path)
        deeds = deeds_of(walked, commands, path, ownership, packaging.is_declared, today, stated, files, tables, reasons)
        claims = headers.get(path, Claims())
        script = Script(
            path=path, language=module.language if isinstance(module, Module) else "unknown",
            tier=module.tier if isinstance(module, Module) else "unread",
            partial=module.partial if isinstance(module, Module) else module.reason if isinstance(module, Unread) else None,
            because=tuple(reasons[path]), claims=claims, purpose=_purpose(path, claims, ownership),
            effects=deeds.effects, unknowns=walked.unknowns, guards=deeds.guards, dependencies=deeds.dependencies,
            called_from=started.get(path, ()), history=histories[path],
            places=place_analysis.places_of(path, deeds.effects, deeds.dependencies, claims, ownership, settings, mixed,
                                             flags=tuple(need for need in walked.needs if need.kind == "flag"),
                                             unseen=any(unknown.kind in RUN_UNSEEN and unknown.at.path == path for unknown in walked.unknowns)),
            ownership=owners.owner_facts(path, claims, ownership, others, people.people, histories[path]),
            resolved_calls=walked.resolved, reachable_calls=walked.reachable, lines=(files[path].text or "").count("\n"),
            commands=deeds.commands)
        scripts.append(script)
    walks.end()
    scripts = with_followed_starts(scripts, files)
    progress("comparing copies")
    scripts = past.with_turns(scripts)
    kin = past.copies(files, scripts)
    scripts = past.with_arrivals([replace(script, copies=kin.get(script.path, ())) for script in scripts])
    newest = iso_day(people.newest) if people.newest is not None else None
    by_path = {script.path: script for script in scripts}
    scripts = [replace(script, usage=usage.usage_of(script, by_path, newest or today)) for script in scripts]
    seconds = proposals.propose_seconds(scripts, people.people)
    scripts = [replace(script, ownership=replace(script.ownership, second=found.person, second_because=found.because))
               if (found := seconds.get(script.path)) else script for script in scripts]
    unread = sorted({*tree.unread, *codeowners.unread(files), *catalog_info.unread(files), *discover.unread_scripts(files, modules.facts, started),
                     *(module for module in modules.facts.values() if isinstance(module, Unread))})
    tiers: dict[str, int] = {}
    for module in modules.facts.values():
        tier = module.tier if isinstance(module, Module) else "unread"
        tiers[tier] = tiers.get(tier, 0) + 1
    return Inventory(
        repository=Repository(name=repository.name, commit=repository.commit, shallow=repository.shallow, bare=repository.bare,
                              partial=repository.partial, commits=past.outline.commits, newest=newest,
                              notes=(*repository.notes, *tree.notes, *past.outline.notes)),
        scripts=tuple(scripts), people=people.people, ownership=ownership, mixed_places=mixed, settings=settings, unread=tuple(unread),
        files=len(files), tiers=tuple(sorted(tiers.items())), coverage=coverage(files, modules.facts, unread),
        truck_factor=tuple(sorted(past.truck_factors([path for path in files if path not in tree.new]).items())), today=today)


def _walks(files: Mapping[str, SourceFile], links: Mapping[str, str], modules: Modules, languages: Sequence[Language], packaging: Packaging,
           started: Mapping[str, tuple[Starter, ...]], catalogue: Callable[[], Catalogue], effects: str, memory: Memory) -> Walks:
    functions: dict[str, list[str]] = {}
    for point in packaging.entry_points:
        if point.path is not None and point.function:
            functions.setdefault(point.path, []).append(point.function)
    for path in sorted(started):
        if any(starter.kind == "celery" for starter in started[path]):
            functions.setdefault(path, []).append(ALL_TASKS)
        if listed := {row.detail.removeprefix(LISTED) for row in started[path] if row.kind == "cron" and row.detail.startswith(LISTED)}:
            functions.setdefault(path, []).extend(sorted(listed))
    announced = announcers(modules.facts)

    def toolbox() -> Toolbox:
        return Toolbox(files=files, modules=modules, languages=languages, catalogue=catalogue(), source_roots=packaging.source_roots,
                       programs=packaging.console_scripts, stand_ins=packaging.stand_ins, functions=functions, announced=announced,
                       links=links)

    world = digest(effects, packaging.source_roots, sorted(packaging.console_scripts.items()), sorted(functions.items()),
                   sorted(packaging.stand_ins.items()))
    return Walks(files, announced, toolbox, memory, PartsOfFiles(files, modules, memory), world, links)


def _purpose(path: str, claims: Claims, ownership: Ownership) -> Claim | None:
    entry = ownership.script(path)
    if entry is not None and entry.purpose:
        return Claim(text=entry.purpose, at=entry.at, source="handover.yml")
    return claims.purpose


def _named_as_declared(settings: tuple[Setting, ...], ownership: Ownership) -> tuple[Setting, ...]:
    """Mined environments under the names that people gave them: ``test`` and ``testing`` are one place."""
    names = {setting.environment for setting in settings if setting.environment is not None}
    named = {name: place_analysis.environment_named(ownership, (), name) or name for name in names}
    return tuple(replace(setting, environment=named[setting.environment])
                 if setting.environment is not None and named[setting.environment] != setting.environment else setting for setting in settings)
