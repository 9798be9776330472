"""Programs without a suffix and without a shebang line: a shell runs them as its own, so what looks like one is one.

Lists of words, licences and settings are marked executable, too, where whole trees are. So most of the first lines must begin as lines of a
shell do, and one of them at least must be a command; or half of them, and two.
"""

from __future__ import annotations

from handover_generator.regexes import regex

_MOST_LINES = 12
_WORDS = r"""
    apt-get apt aws awk bash brew bundle cat cd chmod chown clear cp createdb curl date docker docker-compose dropdb echo eval exec
    exit export find flask gcloud git grep gunicorn gunzip gzip heroku kill kubectl ln ls make mkdir mongo mongodump mongorestore mv
    mysql mysqldump node npm npx pacman pg_dump pg_restore php pip[\d.-]* pkill poetry printf psql pushd popd python[\d.]* rake read
    redis-cli rm rmdir rsync ruby scp sed service set sh sleep source ssh sudo systemctl tar tee terraform test touch trap unset unzip
    wget xargs yarn yum zcat
"""
_COMMAND = regex(
    rf"(?:(?:sudo|exec|time|nohup|env|command) )*(?:(?:\.\.?|~|\$\S+)/\S+|/\S+(?= )|\"?\$\{{?\w+\}}?\"?|(?:{'|'.join(_WORDS.split())})"
    r"(?=\s+[-\w\"'$./~<>|&*{:@=]|\s*[;|&]|\s*\Z))|\. \S+\Z")
_LINE = regex(r"\w+=\S*(?:\s|\Z)|\w+=[\"'`$(]|(?:if|while|until) .|for \w+ in |case .+ in\Z|(?:then|else|fi|do|done|esac|\}|\{|\))\s*(?:[;|>&].*)?\Z|"
              r"(?:function )?[\w-]+\s*\(\)|\[{1,2} .*\]|-|[\"'|&>]|\w[\w-]* (?:.*\s)?(?:-\w|--\w|>|\|)|.*\\\Z")
_PROSE = regex(r"[A-Z][a-z]+ \w.*[a-z,.]\Z|.*[a-z]{3}[.,]\Z")
_NAMED = regex(r"[\w.-]+:(?:\s|\Z)")
"""A target of make, a process, a key: no shell has such lines."""


def looks_like_shell(text: str) -> bool:
    """Whether the first lines of ``text``, comments left out, are those of a shell script."""
    stripped = (line.strip() for line in text[:4_000].splitlines())
    lines = [line for line in stripped if line and not line.startswith("#")][:_MOST_LINES]
    if any(_NAMED.match(line) for line in lines):
        return False
    prose = [line for line in lines if _PROSE.match(line)]
    commands = [line for line in lines if _COMMAND.match(line) and line not in prose]
    shaped = [line for line in lines if line in commands or (_LINE.match(line) and line not in prose)]
    least = 0.5 if len(commands) > 1 and not prose else 0.75
    return bool(commands) and len(shaped) >= least * len(lines)
