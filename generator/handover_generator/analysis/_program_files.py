"""Which files are program text that somebody of the repository wrote: the file set of truck factors.

The published method asks GitHub's linguist for files in programming languages and leaves out vendored, generated, documentation and sample
files; tests count, their fixtures do not. The rules here are a short form of the same conventions, by path alone, so that they give the
same answer for every commit.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from handover_generator.regexes import regex

_SUFFIX = regex(
    r"(?i)\.(?:"
    r"py|pyx|pxd|pyw|js|jsx|mjs|cjs|ts|tsx|coffee|rb|rake|php|pl|pm|t|java|kt|kts|scala|groovy|clj|cljs|cljc|c|h|cc"
    r"|cpp|cxx|hh|hpp|hxx|m|mm|cs|fs|fsx|vb|go|rs|swift|d|dart|lua|r|jl|hs|lhs|erl|hrl|ex|exs|ml|mli|lisp|el|scm|rkt"
    r"|sh|bash|zsh|fish|ksh|csh|bat|cmd|ps1|psm1|awk|sql|plsql|pls|vim|pas|pp|asm|s|f|f90|f95|for|ada|adb|ads|cob"
    r"|tcl|nim|zig|v|sv|vhd|vala|elm|purs|vue|svelte|tf|cu|proto|thrift|as|hx|cr|sol|q|mk"
    r")$"
)
_NAMES = frozenset({
    "makefile", "gnumakefile", "rakefile", "gemfile", "dockerfile", "vagrantfile", "jenkinsfile", "sconstruct", "sconscript", "cakefile",
    "guardfile", "capfile", "fabfile",
})
_OUTSIDE = regex(
    r"(?i)(?:^|/)(?:vendor(?:s|ed)?|_vendor|third[-_]?party|node_modules|bower_components|deps|dist|extern(?:als?)?|cache"
    r"|docs?|documentation|man|examples?|samples?|demos?|tutorials?|tests?/fixtures|specs?/fixtures)/"
)
_LIBRARY = regex(
    r"(?i)(?:^|/)(?:jquery|bootstrap|angular|react|backbone|underscore|lodash|moment|prototype|mootools|dojo|ext|yui|tiny_?mce|ckeditor|codemirror"
    r"|modernizr|raphael|d3|three|require)(?:[-.][^/]*)?\.js$|\.min\.(?:js|css)$|[-_]bundle\.js$|(?:^|/)(?:ez_setup|distribute_setup)\.py$"
)


def is_program_file(path: str) -> bool:
    """Whether a path names program text outside vendored, documentation and sample folders and test fixtures."""
    if not _SUFFIX.search(path) and PurePosixPath(path).name.lower() not in _NAMES:
        return False
    return not (_OUTSIDE.search(path) or _LIBRARY.search(path))
