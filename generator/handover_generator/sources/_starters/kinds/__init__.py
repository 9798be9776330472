"""One kind of file, or of text, that starts scripts a module, each exposing ``STARTER``."""
