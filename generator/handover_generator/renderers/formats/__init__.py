"""One output format a file, each exposing ``FORMAT``."""
