"""Whether a script looks whether a variable holds something before it uses it: of one that it asks for nobody says what happens if it is empty."""

from __future__ import annotations

import re


def asked_for(name: str, source: bytes, line: int) -> bool:
    """Whether ``${name:?}``, ``[ -n "$name" ]`` and the like stand in a script up to a line (from 1). Of an argument its number tells, too."""
    before = b"\n".join(source.split(b"\n", line)[:line])
    if name.isdigit() and b"$#" in before:
        return True
    if b":?" not in before and b"[" not in before and b"test " not in before:
        return False
    used = rb"[\"']?\$(?:" + re.escape(name.encode()) + rb"(?!\w)|\{" + re.escape(name.encode()) + rb"(?::?-)?\})[\"']?"
    return re.search(rb"\$\{" + re.escape(name.encode()) + rb":\?|(?<!\S)-[nz][ \t]+" + used + rb"|(?:\[|test|!)[ \t]+" + used
                     + rb"[ \t]+(?:\]|(?:!=|==?)[ \t]+(?:\"\"|''))", before) is not None
