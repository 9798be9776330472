"""One language a file, each exposing ``LANGUAGE``."""
