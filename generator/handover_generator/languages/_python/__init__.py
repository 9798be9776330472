"""The Python reader and its demand-driven abstract interpreter."""
