"""handover: a hand-over site mined from a repository's code, history and ownership files."""

__version__ = "0.1.0"
