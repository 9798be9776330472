"""Readers of configuration files, one file a notation. Each yields (keys, value, line) and raises nothing."""
