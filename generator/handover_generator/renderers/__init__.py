"""Findings in, named texts out. Nothing here reads or writes."""
