"""Where scripts may run and where they reach: mixed places, defaults that fall to production, verdicts for one place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from handover_generator.analysis._atlas import SECRET, SERVICE_KEY, Atlas, atlas_of
from handover_generator.analysis._targets import Point, bare_host, is_place_key, points_of, slug, worth_a_word
from handover_generator.analysis.environments import HARMLESS, canonical, host_matches, told_by_words
from handover_generator.model.behaviour import Need
from handover_generator.model.inventory import Dependencies, Effect, MixedPlace, Places, ProductionDefault, Script, Setting
from handover_generator.model.location import Location
from handover_generator.model.ownership import Environment, Ownership, ScriptEntry
from handover_generator.model.source import Claims
from handover_generator.regexes import regex

_HOLE = regex(r"\$\{([^}?]+)\}")


def mixed_places(settings: Sequence[Setting], ownership: Ownership) -> tuple[MixedPlace, ...]:
    """Hosts, databases, buckets and addresses that serve two environments.

    Args:
        settings: mined from configuration files; only those that belong to an environment take part.
        ownership: declared environments with their hosts (globs count) and stores with their environments.

    Returns:
        Sorted by id; evidence are the lines that say so. This machine itself, compose services, public services, and what only harmless
        environments (development, test, local, ci) share are left out.
    """
    names = {canonical(environment.id): environment.id for environment in ownership.environments}
    services = frozenset(setting.value.lower() for setting in settings if setting.key == SERVICE_KEY)
    uses: dict[Point, dict[str, list[Location]]] = {}

    def use(point: Point, environment: str, at: Location) -> None:
        uses.setdefault(point, {}).setdefault(names.get(canonical(environment), environment), []).append(at)

    for environment in ownership.environments:
        for host in environment.hosts:
            use(Point("host", bare_host(host)), environment.id, environment.at)
    for setting in settings:
        if setting.environment is not None and setting.value != SECRET:
            for point in _points(setting, settings):
                if worth_a_word(point, services):
                    use(point, setting.environment, setting.at)
    for point in [point for point in uses if point.kind == "host"]:      # a literal host that a glob of another environment covers
        for environment in ownership.environments:
            if any(host_matches(point.name, host) for host in environment.hosts if bare_host(host) != point.name):
                use(point, environment.id, environment.at)
    found = [_mixed(point, by) for point, by in uses.items() if _is_mixed(by) and not any(sign in point.name for sign in "*?$")]
    found += [MixedPlace(id=f"store-{store.id}", kind=store.kind, name=store.id, environments=tuple(store.environments),
                         evidence=(store.at,))
              for store in ownership.stores if len({canonical(name) for name in store.environments}) > 1]
    databases = {place.name.split("/", 1)[0] for place in found if place.kind == "database" and "/" in place.name}
    return tuple(sorted((place for place in found if not (place.kind == "host" and place.name in databases and _same(place, found))),
                        key=lambda place: place.id))


def _same(host: MixedPlace, found: list[MixedPlace]) -> bool:
    """A mixed database says more than its host, when both are mixed by the very same lines."""
    return any(place.kind == "database" and place.name.startswith(host.name + "/") and set(host.evidence) <= set(place.evidence)
               for place in found)


def _points(setting: Setting, settings: Sequence[Setting]) -> tuple[Point, ...]:
    points = points_of(setting.value, setting.key)
    if "://" in setting.value and not re.match(r"(?i)https?://", setting.value):
        return points
    if "://" in setting.value and not is_place_key(setting.key):
        return ()
    return tuple(_with_host(point, setting, settings) if point.kind == "database" else point for point in points)


def _with_host(point: Point, setting: Setting, settings: Sequence[Setting]) -> Point:
    """The database together with the host that stands beside it, so that ``app`` on two hosts is two databases."""
    stem = re.sub(r"(?i)_?(?:db_?name|database(?:_?name)?|name|db)\Z", "", setting.key)
    for other in settings:
        if other.at.path == setting.at.path and other.environment == setting.environment and re.search(r"(?i)host(?:name)?\Z|server\Z"
                                                                                                       r"|addr(?:ess)?\Z", other.key):
            other_stem = re.sub(r"(?i)_?(?:db_?host|database_?host|host(?:name)?|server|addr(?:ess)?)\Z", "", other.key)
            if other_stem.lower().rstrip("._") == stem.lower().rstrip("._") and other.value != SECRET:
                return Point("database", f"{other.value if '$' in other.value else bare_host(other.value)}/{point.name}")
    return point


def _is_mixed(by: Mapping[str, object]) -> bool:
    places = {canonical(name) for name in by}
    return len(places) > 1 and not places <= HARMLESS


def _mixed(point: Point, by: Mapping[str, list[Location]]) -> MixedPlace:
    evidence = tuple(sorted({at for places in by.values() for at in places}))
    return MixedPlace(id=slug(point), kind=point.kind, name=point.name, environments=tuple(sorted(by)), evidence=evidence)


def places_of(path: str, effects: Sequence[Effect], dependencies: Dependencies, claims: Claims, ownership: Ownership,
              settings: Sequence[Setting],
              mixed: Sequence[MixedPlace], flags: Sequence[Need] = (), *, unseen: bool = False) -> Places:
    """What is stated of a script's places, and where its effects reach.

    Args:
        path: the script.
        effects: its effects; closed trails do not count.
        dependencies: what it needs; defaults of its environment variables are followed.
        claims: what its header says.
        ownership: what people state.
        settings: mined values.
        mixed: the repository's mixed places.
        flags: command line options with their defaults (``Need.name`` with its dashes), where the caller knows them.
        unseen: whether the script itself runs something that nobody could look into, which may use anything.

    Returns:
        ``safe`` and ``never`` from the YAML, else from the header; what a header forbids stays forbidden whatever the YAML allows.
    """
    atlas = atlas_of(ownership, tuple(settings))
    safe, never, source, at = _stated(ownership.script(path), claims, atlas)
    defaults: dict[str, tuple[str, Location]] = {}
    for need in sorted((*dependencies.env, *flags), key=lambda need: (need.at, need.name)):
        if need.default is not None:
            defaults.setdefault(need.name, (need.default, need.at))
    unset = sorted({need.name for need in dependencies.env} - set(defaults))
    for name in unset:
        fallback = atlas.fallback(name)
        if fallback is not None:
            defaults[name] = (fallback.value, fallback.at)
    live = [effect for effect in effects if effect.closed is None]
    defaults = {name: row for name, row in defaults.items() if unseen or _matters_for(name, row[0], live)}
    reached = _reach(live, defaults, atlas)
    fallen = _fallen(defaults, atlas, {need.name: need.at for need in dependencies.env})
    for fall in fallen:
        reached.setdefault(fall.place, []).append((f"{fall.name} falls back to {fall.value}", fall.at))
    evidence = sorted({(place, sentence, at) for place, rows in reached.items() for sentence, at in rows})
    return Places(
        safe=safe, never=never, reaches=tuple(sorted(reached)), source=source, reach_evidence=tuple(evidence),
        defaults=fallen, mixed=_touched(live, defaults, mixed), at=at,
    )


_OF_ONE_RUN = regex(r"(?:\A|/)\.(?:github|circleci|gitlab|buildkite)/|\.gitlab-ci\.|\.travis\.|\AJenkinsfile|/Jenkinsfile")
_SERVED = {
    "postgres": ("database",), "mysql": ("database",), "mariadb": ("database",), "mongodb": ("database",), "mssql": ("database",),
    "oracle": ("database",), "clickhouse": ("database",), "sqlite": ("database", "filesystem"), "redis": ("cache", "queue", "database"),
    "memcached": ("cache",), "amqp": ("queue",), "kafka": ("queue",), "s3": ("object-storage", "cloud"), "gs": ("object-storage", "cloud"),
    "ssh": ("remote-host",), "sftp": ("remote-host",), "smtp": ("email",),
}
_ON_THIS_MACHINE = frozenset(("filesystem", "package", "permission", "process"))


def _matters_for(name: str, value: str, effects: Sequence[Effect]) -> bool:
    """Whether a default can matter for what a script does: settings that it only imports, for databases it never opens, do not.

    A script of which no effect is known may use anything.
    """
    if not effects or any(f"${{{name}}}" in f"{effect.target or ''} {effect.host or ''} {effect.server or ''}" for effect in effects):
        return True
    scheme = re.match(r"([a-z][a-z0-9]*)[a-z0-9+.-]*://", value, re.IGNORECASE)
    served = next((kinds for stem, kinds in _SERVED.items() if scheme and scheme.group(1).lower().startswith(stem)), None)
    if served is not None:
        return any(effect.resource in served for effect in effects)
    return any(effect.resource not in _ON_THIS_MACHINE or effect.host for effect in effects)


def _stated(entry: ScriptEntry | None, claims: Claims, atlas: Atlas) -> tuple[tuple[str, ...], tuple[str, ...], str, Location | None]:
    header_safe, header_never = _header_places(claims, atlas)
    if entry is not None and (entry.safe_in is not None or entry.never_in):
        safe = tuple(atlas.name(name) for name in entry.safe_in) if entry.safe_in is not None else header_safe
        never = tuple(dict.fromkeys((*(atlas.name(name) for name in entry.never_in), *header_never)))
        return tuple(sorted(set(safe))), tuple(sorted(never)), "handover.yml", entry.at
    if header_safe or header_never:
        claim = claims.get("never-run-in" if header_never else "safe-environments")
        return tuple(sorted(header_safe)), tuple(sorted(header_never)), "header", claim.at if claim else None
    return (), (), "none", None


def _header_places(claims: Claims, atlas: Atlas) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``pilot, staging (never production)`` under "Safe environments", and "Never run in"."""
    safe: list[str] = []
    never: list[str] = []
    stated, forbidden = claims.get("safe-environments"), claims.get("never-run-in")
    if stated is not None:
        for clause in re.split(r"[();.]|\bbut\b|,(?=\s*(?:never|not)\b)", stated.text):
            denied = re.search(r"\b(?:never|not|no|except|forbidden|don't|do not)\b", clause, re.IGNORECASE)
            (never if denied else safe).extend(_named(clause, atlas))
    if forbidden is not None:
        never += _named(forbidden.text, atlas)
    return tuple(dict.fromkeys(name for name in safe if name not in never)), tuple(dict.fromkeys(never))


def _named(text: str, atlas: Atlas) -> list[str]:
    return [name for word in re.findall(r"[A-Za-z][\w-]*", text) if (name := atlas.known(word)) is not None]


def _reach(effects: Iterable[Effect], defaults: Mapping[str, tuple[str, Location]], atlas: Atlas) -> dict[str, list[tuple[str, Location]]]:
    reached: dict[str, list[tuple[str, Location]]] = {}
    for effect in effects:
        # Databases of one name lie on many servers: where one is named, that is asked.
        named = effect.server is not None and "${" not in effect.server
        target = [] if named or not effect.target else [(effect.target, _KEYS.get(effect.resource, ""))]
        for text, key in (*target, *((machine, "host") for machine in effect.machines if machine)):
            filled = _HOLE.sub(lambda match: defaults[match.group(1)][0] if match.group(1) in defaults else match.group(0), text)
            for place, why in atlas.of_value(filled, key, loose=key == "host"):
                reached.setdefault(place, []).append((why, effect.at))
        if effect.store is not None:
            store = next((store for store in atlas.ownership.stores if store.id == effect.store), None)
            for place in store.environments if store is not None else ():
                reached.setdefault(place, []).append((f"{effect.store} serves {place}", effect.at))
        for place, why, at in _by_variables(effect, defaults, atlas):
            reached.setdefault(place, []).append((why, at))
    return reached


# Under which key a target of a resource would stand in a settings file: it tells what a bare word is.
_KEYS = {"remote-host": "host", "http": "host", "network": "host", "object-storage": "bucket", "database": "database"}


def _by_variables(effect: Effect, defaults: Mapping[str, tuple[str, Location]], atlas: Atlas) -> Iterable[tuple[str, str, Location]]:
    """A variable that only one environment sets leads there; one that has the same value in two leads to both."""
    for name in _HOLE.findall(f"{effect.target or ''} {effect.host or ''} {effect.server or ''}"):
        if name in defaults:
            continue
        values: dict[str, tuple[str, Setting]] = {}
        for setting in atlas.by_key.get(name, ()):
            if setting.environment is not None:
                values.setdefault(atlas.name(setting.environment), (setting.value, setting))
        same = len({value for value, _ in values.values()}) == 1 and all(value != SECRET for value, _ in values.values())
        # A module of settings may compute what others write down: that it does not state a value is no sign that it sets none.
        # What a workflow gives to its own run says nothing of who else starts a script.
        alone = len(values) == 1 and not any(setting.at.path.endswith(".py") or _OF_ONE_RUN.search(setting.at.path) for _, setting in values.values())
        if (same and len(values) > 1) or alone:
            for place, (value, setting) in sorted(values.items()):
                yield place, f"{name} is {value} in {place}" if len(values) > 1 else f"only {place} sets {name}", setting.at


def _fallen(defaults: Mapping[str, tuple[str, Location]], atlas: Atlas, read_at: Mapping[str, Location]) -> tuple[ProductionDefault, ...]:
    found: list[ProductionDefault] = []
    for name, (value, at) in sorted(defaults.items()):
        marked = atlas.of_mark(name.lstrip("-").replace("-", "_").upper() if name.startswith("-") else name, value)
        reasons = [(marked, f"{name}={value} means {marked}")] if marked is not None else []
        reasons += atlas.of_value(value, name.lstrip("-").replace("-", "_"), loose=True)
        for place, why in reasons:
            if atlas.matters(place):
                found.append(ProductionDefault(name=name, value=value, place=place, at=at if at.path else read_at.get(name, at),
                                               because=why))
                break
    return tuple(found)


def _touched(effects: Iterable[Effect], defaults: Mapping[str, tuple[str, Location]], mixed: Sequence[MixedPlace]) -> tuple[str, ...]:
    texts = [text for effect in effects for text in (effect.target, effect.host, effect.server) if text]
    texts = [_HOLE.sub(lambda match: defaults[match.group(1)][0] if match.group(1) in defaults else match.group(0), text) for text in texts]
    stores = {effect.store for effect in effects if effect.store}
    points = {point for text in texts for point in points_of(text, "host")} | {Point("bucket", text.lower()) for text in texts}
    names = {point.name for point in points} | {text.lower() for text in texts} | {value.lower() for value, _ in defaults.values()}
    names |= {point.name for value, _ in defaults.values() for point in points_of(value, "host")}
    touched = [place for place in mixed
               if place.name.lower() in names or (place.id == f"store-{place.name}" and place.name in stores)]
    told = {place.name.split("/", 1)[0] for place in touched if place.kind == "database" and "/" in place.name}
    # A mixed database says it of its host as well.
    return tuple(sorted(place.id for place in touched if place.kind != "host" or place.name not in told))


def allowed(script: Script, place: str, mixed: Sequence[MixedPlace] = ()) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a script may run in a place, as far as people stated it.

    Returns:
        True: stated to be safe there, and nothing speaks against it. False: forbidden, or stated safe elsewhere only, or its targets also
        serve a place where it is not safe. None: nobody stated anything. The reasons are sentences, the deciding one first.
    """
    wanted = canonical(place)
    places = script.places
    safe, never = {canonical(name) for name in places.safe}, {canonical(name) for name in places.never}
    told = f"its header ({places.at})" if places.source == "header" and places.at else "its header" if places.source == "header" else None
    told = told or str(places.at or places.source)
    if wanted in never:
        return False, (f"{told} says: never in {place}",)
    if not safe:
        reasons = ["nobody stated where it may run"]
        if {canonical(name) for name in places.reaches} == {wanted}:
            reasons.append(f"it reaches {place}")
        return None, tuple(reasons)
    if wanted not in safe:
        return False, (f"{told} states it safe in {', '.join(places.safe)} only",)
    against = _against(script, wanted, safe, mixed)
    if against:
        return False, tuple(against)
    return True, (f"{told} states it safe in {place}",)


def misspelt(script: Script, place: str, environments: Iterable[str]) -> str | None:
    """A place in which a script may never run, as is stated, that is none of the known ones and looks like ``place``; None where there is none."""
    known = {canonical(name) for name in environments}
    return next((name for name in script.places.never if canonical(name) not in known and difflib.get_close_matches(name, [place], cutoff=0.7)), None)


def _against(script: Script, wanted: str, safe: set[str], mixed: Sequence[MixedPlace]) -> list[str]:
    """Why running it in a safe place can still harm another: a mixed target, or a default that leads elsewhere."""
    reasons: list[str] = []
    harms = any(effect.changes for effect in script.live_effects)
    for entry in mixed:
        others = [name for name in entry.environments if canonical(name) not in safe]
        if entry.id in script.places.mixed and others and harms:
            reasons.append(f"{entry.name} also serves {', '.join(others)}, where it is not stated safe")
    for fall in script.places.defaults:
        if canonical(fall.place) != wanted and canonical(fall.place) not in safe:
            reasons.append(f"unless {fall.name} is set it runs against {fall.place} ({fall.value}, {fall.at})")
    known = {canonical(name) for name in script.places.reaches}
    if harms and not reasons:
        for name in sorted(known - safe):
            evidence = next((f" ({sentence}, {at})" for environment, sentence,
                             at in script.places.reach_evidence if canonical(environment) == name), "")
            reasons.append(f"it reaches {name}{evidence}, where it is not stated safe")
    return reasons


def substitute(target: str, place: str, settings: Sequence[Setting]) -> str:
    """A target with its ``${NAME}`` holes filled with the values that a place sets; else with those that hold everywhere; secrets stay
    holes."""
    wanted = canonical(place)

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        rows = [setting for setting in settings if setting.key == name and setting.value != SECRET]
        own = [setting for setting in rows if setting.environment is not None and canonical(setting.environment) == wanted]
        common = [setting for setting in rows if setting.environment is None]
        chosen = (own or common)[:1]
        return chosen[0].value if chosen else match.group(0)

    return _HOLE.sub(fill, target)


def environment_named(ownership: Ownership, settings: Sequence[Setting], name: str) -> str | None:
    """The environment that a person means by ``name`` (``prod`` for ``production``), declared or mined; None if there is none."""
    wanted = canonical(name)
    declared: tuple[Environment, ...] = ownership.environments
    for known in (*(environment.id for environment in declared),
                  *sorted({setting.environment for setting in settings if setting.environment})):
        if known == name or canonical(known) == wanted:
            return known
    return None


def common_name(name: str) -> str | None:
    """The environment that ``name`` means to everybody, whether or not a repository describes it: ``prod`` is production; None for other words."""
    return told_by_words([name.strip().lower()])


def same_place(one: str, other: str) -> bool:
    """Whether two names mean one environment."""
    return canonical(one) == canonical(other)
