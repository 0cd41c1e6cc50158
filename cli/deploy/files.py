"""The files of db/, and the reports: read, hashed, and put in the order in which they must be applied."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

from pgdesk.cli.errors import PgdeskError
from pgdesk.reports import files as report_files

BOOTSTRAP, BEFORE, MIGRATIONS, FUNCTIONS, API, RIGHTS, AFTER, ALWAYS = range(8)

_NAME = r'(?:"[^"]+"|[a-z_][a-z0-9_$]*)'
#: What is not resolved when the object is created: comments, strings and $$ bodies.
_BODY = re.compile(r"(?P<quote>\$(?:[A-Za-z_]\w*)?\$).*?(?P=quote)|--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.S)
_CREATED = re.compile(
    rf"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE|AGGREGATE|VIEW|MATERIALIZED\s+VIEW|TYPE|DOMAIN)\s+"
    rf"({_NAME}\.{_NAME})",
    re.I,
)
_TRIGGER = re.compile(
    rf"\bCREATE\s+(?:OR\s+REPLACE\s+|CONSTRAINT\s+)?TRIGGER\s+(?P<name>{_NAME})\s[^;]*?"
    rf"\sON\s+(?P<table>{_NAME}\.{_NAME})[^;]*;",
    re.I,
)
_INDEX = re.compile(
    rf"\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?P<name>{_NAME})\s+ON\s+(?P<table>{_NAME}\.{_NAME})[^;]*;", re.I
)
_SCHEMA = re.compile(rf"\bCREATE\s+SCHEMA\s+(?:IF\s+NOT\s+EXISTS\s+)?({_NAME})", re.I)
_COMMENT_ON = re.compile(r"\bCOMMENT\s+ON\s+(?P<target>[^;]+?)\s+IS\b", re.I)
_VERSION = re.compile(r"V([0-9]+)__\w+\.sql")
_REFERENCE = re.compile(rf"\b({_NAME}\.{_NAME})", re.I)


@dataclass(frozen=True)
class Declared:
    """What a file declares beside functions and views: a trigger or an index and the statement that makes it,
    that something has a comment."""

    kind: str
    name: str
    statement: str | None = None


@dataclass(frozen=True)
class File:
    """One SQL file: its path inside db/, text, SHA-256 and the step of the deploy that applies it.

    Triggers and indexes are left out of the text: the deploy makes those that have changed.
    """

    path: str
    text: str
    digest: str
    step: int
    creates: frozenset[str]
    needs: frozenset[str]
    declares: tuple[Declared, ...] = ()


def read_files(db: Path) -> list[File]:
    """All files of `db`, in deploy order; functions and api views after the ones whose objects they name."""
    groups: list[tuple[int, Iterable[Path]]] = [
        (BOOTSTRAP, sorted((db / "schema" / "bootstrap").glob("*.sql"))),
        (BEFORE, sorted((db / "schema" / "before").glob("*.sql"))),
        (MIGRATIONS, _migrations(db)),
        (FUNCTIONS, sorted(p for p in (db / "functions").rglob("*.sql") if not _is_api(p, db))),
        (API, sorted((db / "functions" / "api").rglob("*.sql"))),
        (RIGHTS, sorted((db / "schema" / "rights").glob("*.sql"))),
        (AFTER, sorted((db / "schema" / "after").glob("*.sql"))),
        (ALWAYS, sorted((db / "schema" / "always").glob("*.sql"))),
    ]
    files: list[File] = []
    for step, paths in groups:
        found = [_read(path, db, step) for path in paths]
        files += order(found) if step in (FUNCTIONS, API) else found
    # A tree without the table of reports is none of pgdesk's own.
    return files + (_reports() if any((db / "migrations").glob("V*__reports.sql")) else [])


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


def _reports() -> list[File]:
    """reports/*.sql, each as the statement that declares its row."""
    try:
        return [_report(path) for path in report_files.paths()]
    except report_files.ReportError as problem:
        raise PgdeskError(str(problem)) from problem


def _report(path: Path) -> File:
    data = path.read_bytes()
    row = json.dumps([report_files.read(path.stem, data.decode("utf-8"))]).replace("'", "''")
    text = f"SELECT pgdesk_deploy.declare_rows('helpdesk.report', E'{row.replace(chr(92), chr(92) * 2)}')"
    return File(
        f"reports/{path.name}", text, hashlib.sha256(data).hexdigest(), AFTER, frozenset(), frozenset()
    )


def _is_api(path: Path, db: Path) -> bool:
    return path.is_relative_to(db / "functions" / "api")


def _read(path: Path, db: Path, step: int) -> File:
    return replace(_parse(path.read_bytes(), step), path=path.relative_to(db).as_posix())


@cache
def _parse(data: bytes, step: int) -> File:
    """Without its path. Kept: a plan, a deploy and doctor's pictures each read all files."""
    text = data.decode("utf-8")
    bare = _BODY.sub(" ", text)
    creates = frozenset(_normal(match[1]) for match in _CREATED.finditer(bare))
    needs = frozenset(_normal(match[1]) for match in _REFERENCE.finditer(bare)) - creates
    declares: tuple[Declared, ...] = ()
    if step in (BEFORE, MIGRATIONS):
        declares = tuple(Declared("schema", _normal(match[1])) for match in _SCHEMA.finditer(bare))
    if step in (BEFORE, AFTER) or (step == FUNCTIONS and _INDEX.search(bare)):
        text, found = _declared(text, step)
        declares += found
    return File("", text, hashlib.sha256(data).hexdigest(), step, creates, needs, declares)


def _declared(text: str, step: int) -> tuple[str, tuple[Declared, ...]]:
    """The text less what the deploy makes by itself, with the same lines; and what that is."""
    bare = _BODY.sub(lambda body: _blank(body[0]), text)
    found = []
    for kind, pattern in (("trigger", _TRIGGER), ("index", _INDEX)):
        for match in pattern.finditer(bare):
            start, end = match.span()
            statement = " ".join(_without_comments(text[start:end]).rstrip(";").split())
            name, table = _normal(match["name"]), _normal(match["table"])
            full_name = f"{name} on {table}" if kind == "trigger" else f"{table.split('.')[0]}.{name}"
            found.append(Declared(kind, full_name, statement))
            text = text[:start] + _blank(text[start:end]) + text[end:]
    if step != FUNCTIONS:  # their comments are made anew with what they are of
        found += [
            Declared("comment", " ".join(match["target"].split())) for match in _COMMENT_ON.finditer(bare)
        ]
    return text, tuple(found)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _without_comments(text: str) -> str:
    return _BODY.sub(lambda body: body[0] if body[0][0] in "$'" else " ", text)


def _normal(name: str) -> str:
    return ".".join(part.strip('"') if part.startswith('"') else part.lower() for part in name.split("."))
