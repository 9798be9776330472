"""Checks of the place that keep nothing away: where any place will do, and where only something besides the place makes them ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import GuardKind
from handover_generator.model.inventory import Effect

LEAVE = "; then\n  echo 'not here'\n  exit 1\nfi\nrm -r /srv/data\n"


def _strong(effects: tuple[Effect, ...]) -> list[bool]:
    (loss,) = [effect for effect in effects if effect.destructive]
    return [guard.strong for guard in loss.guards if guard.kind is GuardKind.ENV_CHECK]


@pytest.mark.parametrize("text", [
    'if [ "$APP_ENV" = production ]' + LEAVE,
    'if [[ "$APP_ENV" != dev ]]' + LEAVE,
    'if ! [[ "$APP_ENV" =~ ^(dev|staging)$ ]]' + LEAVE,
    'case "$APP_ENV" in\n  dev|staging) ;;\n  *) exit 1;;\nesac\nrm -r /srv/data\n',
    'case "$APP_ENV" in\n  prod|production) echo no; exit 1;;\nesac\nrm -r /srv/data\n',
    'case "$APP_ENV" in\n  prod) exit 1;;\n  dev) ;;\n  *) exit 1;;\nesac\nrm -r /srv/data\n',
    'if [[ "$APP_ENV" = dev || "$APP_ENV" = production ]]' + LEAVE,
    '[[ "$APP_ENV" = dev || "$APP_ENV" = production ]] && exit 1\nrm -r /srv/data\n',
    'if [[ "$(if [ -n "$A" ]; then echo; exit; fi)" = a || "$APP_ENV" = dev || "$APP_ENV" = production ]]' + LEAVE,      # it has an if of its own
    'if [[ "$APP_ENV" != dev && "$APP_ENV" != production ]]; then\n  rm -r /srv/data\nfi\n',
    'if [ "$APP_ENV" = production ] && [ -z "$REALLY" ]' + LEAVE,                    # what is not given is so
    'if [ -n "$SMALL" ] && [ "$APP_ENV" = dev ]; then\n  rm -r /srv/data\nfi\n',     # it acts there, and nowhere else
    'if [ "$APP_ENV" = production ]; then\n  echo never\nelse\n  rm -r /srv/data\nfi\n',
    'case "$APP_ENV" in\n  dev) rm -r /srv/data;;\n  prod) echo never;;\nesac\n',
    'if [ "$(hostname)" = db1 ]' + LEAVE,                                             # of what kind that one is, nobody knows
])
def test_what_keeps_production_away_is_strong(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == [True]


@pytest.mark.parametrize("text", [
    'if ! [[ "$APP_ENV" =~ ^(dev|staging|production)$ ]]' + LEAVE,
    'if [[ "$APP_ENV" != dev && "$APP_ENV" != production ]]' + LEAVE,
    '[[ "$APP_ENV" != dev && "$APP_ENV" != production ]] && exit 1\nrm -r /srv/data\n',
    '[[ "$APP_ENV" =~ ^(dev|production)$ ]] || exit 1\nrm -r /srv/data\n',
    'if [[ ! "$APP_ENV" =~ ^(dev|production)$ ]]' + LEAVE,
    'if [[ "$APP_ENV" = dev || "$APP_ENV" = production ]]; then\n  rm -r /srv/data\nfi\n',
    'case "$APP_ENV" in\n  dev|staging|prod) ;;\n  *) exit 1;;\nesac\nrm -r /srv/data\n',
    'case "$APP_ENV" in\n  dev) DB=a;;\n  prod) DB=b;;\n  *) exit 1;;\nesac\nrm -r /srv/data\n',
    'if [ -n "${SMALL:-}" ] && [ "$APP_ENV" != dev ]' + LEAVE,
    'if [[ -n $SMALL && $APP_ENV != dev ]]' + LEAVE,
    'if [ "$SMALL" = yes ] && [ "$APP_ENV" != dev ]' + LEAVE,
    'if [ "$APP_ENV" = production ]; then\n  rm -r /srv/data\nfi\n',                   # nowhere else, and there of all places
    'if [ "$APP_ENV" != production ]' + LEAVE,
    '[ "$APP_ENV" = production ] || exit 1\nrm -r /srv/data\n',
    'if [ "$APP_ENV" = dev ]; then\n  echo nothing to do\nelse\n  rm -r /srv/data\nfi\n',
    'if [ "$APP_ENV" = dev ]' + LEAVE,
    'if [ "$APP_ENV" != dev ]; then\n  rm -r /srv/data\nfi\n',
    'case "$APP_ENV" in\n  production) rm -r /srv/data;;\nesac\n',
    'case "$APP_ENV" in\n  dev) echo no;;\n  *) rm -r /srv/data;;\nesac\n',
])
def test_what_lets_production_in_is_weak(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == [False]


ON_EITHER = """
clean() { rm -r /srv/data; }
in_dev() { echo dev; clean; }
elsewhere() { echo elsewhere; clean; }
"""


@pytest.mark.parametrize("body", [
    'if [ "$APP_ENV" = dev ]; then\n  in_dev\nelse\n  elsewhere\nfi\n',
    'if [ "$APP_ENV" = dev ]; then\n  in_dev\nelif [ "$APP_ENV" = pilot ]; then\n  elsewhere\nelse\n  clean\nfi\n',
    'case "$APP_ENV" in\n  dev) in_dev;;\n  *) elsewhere;;\nesac\n',
    'case "$APP_ENV" in\n  dev) in_dev;;\n  pilot) elsewhere;;\n  *) clean;;\nesac\n',
])
def test_what_is_done_on_either_side_is_not_kept_away(effects: Callable[..., tuple[Effect, ...]], body: str) -> None:
    assert _strong(effects(ON_EITHER + body)) == []
    assert _strong(effects(ON_EITHER.replace("elsewhere; clean", "elsewhere; echo clean") + body.replace("  clean", "  echo clean")
                           .replace(" clean;;", " echo;;"))) == [True]


@pytest.mark.parametrize(("body", "strong"), [
    ('if [ "$APP_ENV" = dev ]; then\n  in_dev\nelif [ "$APP_ENV" = pilot ]; then\n  elsewhere\nelse\n  echo nothing\nfi\n', True),
    ('if [ "$APP_ENV" = dev ]; then\n  in_dev\nelif [ "$APP_ENV" = pilot ]; then\n  elsewhere\nfi\n', True),
    ('if [ "$APP_ENV" = production ]; then\n  echo no\nelif [ "$APP_ENV" = pilot ]; then\n  elsewhere\nelse\n  in_dev\nfi\n', True),
    ('case "$APP_ENV" in\n  dev) in_dev;;\n  pilot) elsewhere;;\nesac\n', True),
    ('case "$APP_ENV" in\n  dev) in_dev;;\n  prod) elsewhere;;\nesac\n', False),
])
def test_what_is_done_in_some_places_is_kept_from_the_others(effects: Callable[..., tuple[Effect, ...]], body: str, strong: bool) -> None:
    assert _strong(effects(ON_EITHER + body)) == [strong]


@pytest.mark.parametrize("text", [
    '[ "$endpoint" != "$targeted" ] && exit 1\nrm -r /srv/data\n',
    'if [ "$SOURCE_HOST" = "$TARGET_HOST" ]' + LEAVE,
    '[[ $SOURCE_DB != "${TARGET_DB}" ]] || { echo the same; exit 1; }\nrm -r /srv/data\n',
    'host=$(cat /etc/target)\nif [ "$host" != "$EXPECTED_HOST" ]' + LEAVE,
])
def test_two_targets_that_are_compared_are_a_weak_check(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == [False]


@pytest.mark.parametrize("text", [
    'context=$(kubectl config current-context)\nif [ "$context" != "$EXPECTED_CONTEXT" ]' + LEAVE,      # which cluster this is
])
def test_where_it_is_compared_with_what_was_meant_is_strong(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == [True]


@pytest.mark.parametrize("text", [
    'if [ "$SOURCE_HOST" = "$TARGET_HOST" ]; then\n  echo the same\nfi\nrm -r /srv/data\n',             # it goes on either way
    'if [ "$src" = "$dest" ]' + LEAVE, 'if [ "$VERSION" != "$EXPECTED" ]' + LEAVE, 'if [ "$SOURCE_HOST" = "$TARGET_DB" ]' + LEAVE,
    'if [ "$SOURCE_PORT" -eq "$TARGET_PORT" ]' + LEAVE,
])
def test_what_compares_no_targets_is_none(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == []


@pytest.mark.parametrize("text", [
    "kubectl config current-context | grep -q pilot || exit 1\nrm -r /srv/data\n",
    "if ! oc whoami -c | grep -q minishift; then\n  exit 1\nfi\nrm -r /srv/data\n",
    "r=$(oc whoami -c | grep 'minishift')\nif [ -z \"$r\" ]; then exit 1; fi\nrm -r /srv/data\n",
    "is_ours() { r=$(oc project -q | grep pilot)\n if [ -z \"$r\" ]; then return 1; else return 0; fi; }\n"
    "if ! is_ours; then exit 1; fi\nrm -r /srv/data\n",
    "live=$(hostname -f | egrep 'prod')\n[[ -n $live ]] && exit 1\nrm -r /srv/data\n",
])
def test_a_search_in_what_says_the_place(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == [True]


@pytest.mark.parametrize("text", [
    "r=$(oc projects | grep \"$1\")\nif [ -z \"$r\" ]; then exit 1; fi\nrm -r /srv/data\n",         # whether there is one of that name
    "oc projects | grep -q shop || exit 1\nrm -r /srv/data\n",
    "r=$(hostname)\nif [ -z \"$r\" ]; then exit 1; fi\nrm -r /srv/data\n",                           # one always has a name
    "r=$(ps ax | grep shop)\nif [ -z \"$r\" ]; then exit 1; fi\nrm -r /srv/data\n",
])
def test_a_search_in_anything_else_is_no_check(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _strong(effects(text)) == []
