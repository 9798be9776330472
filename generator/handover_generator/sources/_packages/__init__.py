"""Readers of packaging files, one file a kind of manifest."""
