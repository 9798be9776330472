"""A file that goes on in a packed or unpacked copy is not lost when it is removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.inventory import Effect


def _lost(effects: tuple[Effect, ...]) -> list[str | None]:
    return [effect.target for effect in effects if effect.destructive]


@pytest.mark.parametrize("text", [
    "gzip -c /srv/a.xml > /backup/a.xml.gz\nrm /srv/a.xml\n",
    "gzip -9 < /srv/a.xml > /backup/a.xml.gz\nrm /srv/a.xml\n",
    "zcat /srv/a.xml.gz > /data/a.xml && rm /srv/a.xml.gz\n",
    "/usr/bin/xz -c /srv/a.xml > /tmp/a.$$\nmv /tmp/a.$$ /backup/a.xml.xz\nrm -f /srv/a.xml\n",
    "for f in /srv/*.xml; do\n  gzip -c < \"$f\" > \"/backup/$(basename $f).gz\"\n  rm \"$f\"\ndone\n",
])
def test_what_was_packed_first(effects: Callable[..., tuple[Effect, ...]], text: str) -> None:
    assert _lost(effects(text)) == []


@pytest.mark.parametrize(("text", "lost"), [
    ("gzip -c /srv/a.xml > /tmp/a.gz\nrm /srv/a.xml\n", "/srv/a.xml"),                          # into a folder that is emptied
    ("gzip -c /srv/a.xml > /backup/a.gz\nrm /srv/b.xml\n", "/srv/b.xml"),
    ("gzip -c /srv/a.xml /srv/b.xml > /backup/ab.gz\nrm /srv/a.xml\n", "/srv/a.xml"),           # of which two go into one
    ("grep x /srv/a.xml > /backup/a.txt\nrm /srv/a.xml\n", "/srv/a.xml"),                       # a part of it
    ("gzip -l /srv/a.gz > /backup/a.txt\nrm /srv/a.gz\n", "/srv/a.gz"),                         # what is in it, by name
    ("gzip -c /srv/a.xml > /backup/a.gz || true\nif [ -n \"$X\" ]; then cp a b; else echo no; fi\nrm -r /srv\n", "/srv"),
])
def test_what_was_not(effects: Callable[..., tuple[Effect, ...]], text: str, lost: str) -> None:
    assert _lost(effects(text)) == [lost]
