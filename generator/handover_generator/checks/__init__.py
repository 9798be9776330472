"""One rule a file, each exposing ``CHECK``; the file's docstring is its page in the manual."""
