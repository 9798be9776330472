"""Names that tools give to what they make, and make again: losing it costs minutes and no data."""

from __future__ import annotations

from handover_generator.regexes import regex

# By convention of the tools, not of any one repository. Names that people give to their own folders too, "build" and "env", are not among them.
_FOLDERS = frozenset({
    "__pycache__", "node_modules", "bower_components", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", ".eggs", ".hypothesis",
    ".coverage", "htmlcov", ".cache", ".sass-cache", ".parcel-cache", ".next", ".nuxt", ".turbo", ".gradle", ".ipynb_checkpoints",
    ".pytest", ".nyc_output", ".svelte-kit", ".angular", "__pypackages__", "pip-wheel-metadata", ".pytype", ".pyre", ".scannerwork",
})
_FILES = frozenset({
    "pytest.xml", "junit.xml", "nosetests.xml", "coverage.json", "coverage.lcov", "lcov.info", ".eslintcache", ".stylelintcache", ".dmypy.json",
    "flake8.out", "flake.out", "pep8.out", "pylint.out", "npm-debug.log", "yarn-error.log", ".DS_Store",
})
_AT_THE_TOP = frozenset({"MANIFEST", "coverage"})      # what distutils and the test runners of JavaScript write there; elsewhere it is somebody's own
_VIRTUAL_ENVIRONMENT = regex(r"\.?(?:v|virtual)env-?[0-9.]*")
_CACHES = ("/var/cache/", "/var/lib/apt/lists/")       # of the system: what is there can be fetched or computed again
_ENDINGS = (".pyc", ".pyo", ".py[co]", ".py[cod]", ".o", ".class", ".egg-info", ".egg", ".py?", ".gcda", ".gcno", ".elc")


def is_remade(path: str) -> bool:
    """Whether a path is, or lies in, a folder that a tool makes again, or is a file of that kind.

    Args:
        path: with ``/`` between its parts; holes such as ``${ROOT}`` may be among them.
    """
    if (path.rstrip("/*") + "/").startswith(_CACHES):
        return True
    parts = [part for part in path.split("/") if part and part not in ("*", ".")]
    return bool(parts) and (parts[-1].endswith(_ENDINGS) or parts[-1] in _FILES or parts[-1].startswith(".coverage.")
                            or (len(parts) == 1 and parts[0] in _AT_THE_TOP and not path.startswith("/"))
                            or any(part in _FOLDERS or _VIRTUAL_ENVIRONMENT.fullmatch(part) is not None for part in parts))
