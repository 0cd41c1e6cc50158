"""The files of db/: read, hashed, and put in the order in which they must be applied."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

from pgdesk.cli.errors import PgdeskError

BOOTSTRAP, BEFORE, MIGRATIONS, FUNCTIONS, AFTER, API, ALWAYS = range(7)

_NAME = r'(?:"[^"]+"|[a-z_][a-z0-9_$]*)'
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_DOLLAR_BODY = re.compile(r"(\$(?:[A-Za-z_]\w*)?\$).*?\1", re.S)
_STRING = re.compile(r"'(?:[^']|'')*'")
_CREATED = re.compile(
    rf"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE|AGGREGATE|VIEW|MATERIALIZED\s+VIEW|TYPE|DOMAIN)\s+"
    rf"({_NAME}\.{_NAME})",
    re.I,
)
_VERSION = re.compile(r"V([0-9]+)__\w+\.sql")
_REFERENCE = re.compile(rf"\b({_NAME}\.{_NAME})", re.I)


@dataclass(frozen=True)
class File:
    """One SQL file: its path inside db/, text, SHA-256 and the step of the deploy that applies it."""

    path: str
    text: str
    digest: str
    step: int
    creates: frozenset[str]
    needs: frozenset[str]


def read_files(db: Path) -> list[File]:
    """All files of `db`, in deploy order; functions and api views after the ones whose objects they name."""
    groups: list[tuple[int, Iterable[Path]]] = [
        (BOOTSTRAP, sorted((db / "schema" / "bootstrap").glob("*.sql"))),
        (BEFORE, sorted((db / "schema" / "before").glob("*.sql"))),
        (MIGRATIONS, _migrations(db)),
        (FUNCTIONS, sorted(p for p in (db / "functions").rglob("*.sql") if not _is_api(p, db))),
        (AFTER, sorted((db / "schema" / "after").glob("*.sql"))),
        (API, sorted((db / "functions" / "api").rglob("*.sql"))),
        (ALWAYS, sorted((db / "schema" / "always").glob("*.sql"))),
    ]
    files: list[File] = []
    for step, paths in groups:
        found = [_read(path, db, step) for path in paths]
        files += order(found) if step in (FUNCTIONS, API) else found
    return files


def order(files: list[File]) -> list[File]:
    """Each file after those that create what it needs at creation; ties keep the given order."""
    creator = {name: file.path for file in files for name in file.creates}
    by_path = {file.path: file for file in files}
    graph = TopologicalSorter(
        {
            file.path: {creator[name] for name in file.needs if creator.get(name, file.path) != file.path}
            for file in files
        }
    )
    try:
        graph.prepare()
    except CycleError as problem:
        raise PgdeskError(f"these files need each other: {' -> '.join(problem.args[1])}") from None
    position = {file.path: index for index, file in enumerate(files)}
    ordered: list[File] = []
    while graph.is_active():
        ready = sorted(graph.get_ready(), key=lambda path: position[path])
        ordered += [by_path[path] for path in ready]
        graph.done(*ready)
    return ordered


def version(path: str | Path) -> int:
    """The number of a V file: 12 of V0012__links.sql."""
    found = _VERSION.fullmatch(Path(path).name)
    if found is None:
        raise PgdeskError(f"{Path(path).name} is no name of a migration: call it like V0012__links.sql")
    return int(found[1])


def _migrations(db: Path) -> list[Path]:
    paths = sorted((db / "migrations").rglob("*.sql"), key=lambda path: (version(path), path.name))
    for path, following in pairwise(paths):
        if version(path) == version(following):
            raise PgdeskError(f"{path.name} and {following.name} have the same number")
    return paths


def _is_api(path: Path, db: Path) -> bool:
    return path.is_relative_to(db / "functions" / "api")


def _read(path: Path, db: Path, step: int) -> File:
    data = path.read_bytes()
    text = data.decode("utf-8")
    bare = _without_bodies(text)
    creates = frozenset(_normal(match[1]) for match in _CREATED.finditer(bare))
    needs = frozenset(_normal(match[1]) for match in _REFERENCE.finditer(bare)) - creates
    return File(path.relative_to(db).as_posix(), text, hashlib.sha256(data).hexdigest(), step, creates, needs)


def _without_bodies(text: str) -> str:
    """The text less comments, strings and $$ bodies: what is left is resolved when the object is created."""
    return _STRING.sub("''", _COMMENT.sub(" ", _DOLLAR_BODY.sub("''", text)))


def _normal(name: str) -> str:
    return ".".join(part.strip('"') if part.startswith('"') else part.lower() for part in name.split("."))
