"""Readers of the world: git, files, ownership, configuration. Everything here returns frozen facts."""
