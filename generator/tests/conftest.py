"""For all tests: how long a machine takes is nothing that they judge."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
