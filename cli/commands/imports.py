"""`pgdesk import` and `pgdesk export`: from other helpdesks, and out of this one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import psycopg

from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.paths import files_url
from pgdesk.files.store import Store, StoreError
from pgdesk.imports.adapters import ADAPTERS
from pgdesk.imports.exporting import export as write_all
from pgdesk.imports.filling import fill
from pgdesk.imports.problems import SourceError
from pgdesk.imports.running import run_batches

_OUTCOMES = ("read", "repeated", "imported", "updated", "unchanged", "bad")
_ID = click.argument("import_id", type=click.IntRange(1, 2**63 - 1), required=False)
Link = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def _linked() -> Iterator[Link]:
    """As worker; what the database refuses is told with its hint."""
    with opened(say) as database:
        try:
            with psycopg.connect(
                database.login_dsn("worker"), autocommit=True, application_name="pgdesk import"
            ) as link:
                yield link
        except (SourceError, StoreError) as problem:
            raise PgdeskError(str(problem)) from None
        except psycopg.DatabaseError as problem:
            found = problem.diag
            parts = (found.message_primary, found.message_detail, found.message_hint)
            raise PgdeskError(". ".join(part.rstrip(".") for part in parts if part) or str(problem)) from None


@click.group("import")
def import_() -> None:
    """Take in another helpdesk: test, map, check, run; see docs/import.md.

    Without an ID the last import is meant.
    """


@import_.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--source", required=True, help="Name of where it comes from; the same each time.")
@click.option("--adapter", type=click.Choice(sorted(ADAPTERS)), default="jsonl", show_default=True)
@click.option("--encoding", help="Of CSV; else found out.")
@click.option("--delimiter", help="Of CSV; else found out.")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=NAME", help="Of CSV: which column a field is."
)
@click.option(
    "--option", "others", multiple=True, metavar="NAME=VALUE", help="Of the adapter, see docs/import.md."
)
def test(
    path: Path,
    source: str,
    adapter: str,
    encoding: str | None,
    delimiter: str | None,
    columns: tuple[str, ...],
    others: tuple[str, ...],
) -> None:
    """Read all of PATH and say what is in it and what its words would mean. Nothing is taken over."""
    options = {f"column.{field}": name for field, name in map(_pair, columns)} | dict(map(_pair, others))
    options |= {"encoding": encoding} if encoding else {}
    options |= {"delimiter": delimiter} if delimiter else {}
    if not (path.is_file() or path.is_dir()):
        raise PgdeskError(f"{path} is neither a file nor a folder")
    with _linked() as link:
        import_id = _ask(link, "begin_import", source, adapter)
        try:
            count = fill(link, import_id, ADAPTERS[adapter](path, options), Store(files_url()), _tell("read"))
            _ask(link, "test_import", import_id)
        except BaseException:
            _ask(link, "drop_import", import_id)
            raise
        click.echo(f"import {import_id}: {count} records read", err=True)
        found = _report(link, import_id)
        _show_counts(found)
        _show_problems(found["problems"])
        _show_mappings(found)


@import_.command("map")
@_ID
@click.option("--set", "words", multiple=True, metavar="KIND:WORD=TARGET", help="What a word means here.")
def map_words(import_id: int | None, words: tuple[str, ...]) -> None:
    """Say what words mean here, and that all are right."""
    with _linked() as link:
        found = _meant(link, import_id)["import_id"]
        for word in words:
            name, target = _pair(word)
            kind, _, value = name.partition(":")
            _ask(link, "set_import_mapping", found, kind, value, target)
        _show_mappings(_report(link, found))
        _ask(link, "map_import", found)


@import_.command()
@_ID
def check(import_id: int | None) -> None:
    """Say what would become of each record, and why the first hundred bad ones are bad. Exit 1 if any is."""
    with _linked() as link:
        found = _ask(link, "check_import", _meant(link, import_id)["import_id"])
    for record, counts in found["records"].items():
        click.echo(f"{record}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    _show_problems(found["problems"])
    click.get_current_context().exit(1 if found["problems"] else 0)


@import_.command()
@_ID
def run(import_id: int | None) -> None:
    """Take over what was checked. After an interruption: resume."""
    _run(import_id, {"checked"})


@import_.command()
@_ID
def resume(import_id: int | None) -> None:
    """Go on with what was paused, interrupted or mended, or has failed."""
    _run(import_id, {"running", "paused", "failed", "done"})


def _run(import_id: int | None, states: set[str]) -> None:
    with _linked() as link:
        found = _meant(link, import_id)
        if found["state"] not in states:
            raise PgdeskError(
                f"import {found['import_id']} is {found['state']}, not {' or '.join(sorted(states))}"
            )
        if found["state"] != "running":
            _ask(link, "start_import", found["import_id"])
        run_batches(link, found["import_id"], progress=lambda: None)
        report_ = _report(link, found["import_id"])
    _show_counts(report_)
    _show_problems(report_["problems"])


@import_.command()
@_ID
def pause(import_id: int | None) -> None:
    """Stop behind the batch that is under way."""
    _simple("pause_import", import_id)


@import_.command()
@_ID
def drop(import_id: int | None) -> None:
    """Forget one of which nothing was taken over."""
    _simple("drop_import", import_id)


@import_.command()
@_ID
def undo(import_id: int | None) -> None:
    """Take back what an import made, and later ones of its source, while nobody has worked with it."""
    _simple("undo_import", import_id)


@import_.command()
@_ID
def report(import_id: int | None) -> None:
    """Say what became of the records. Exit 1 where one is not accounted for."""
    with _linked() as link:
        found = _report(link, import_id)
    row = found["import"]
    click.echo(f"import {row['import_id']} of {row['source']} ({row['adapter']}): {row['state']}")
    if row["failure"]:
        click.echo(row["failure"])
    _show_counts(found)
    for what, counts in found["contents"].items():
        click.echo(f"{what}: " + ", ".join(f"{counts[how]} {how}" for how in ("same", "other", "missing")))
    _show_problems(found["problems"])
    is_whole = row["state"] != "done" or found["is_reconciled"]
    click.echo(
        "every record is accounted for" if found["is_reconciled"] else "records are still to be taken over"
    )
    click.get_current_context().exit(0 if is_whole else 1)


@click.command()
@click.argument("folder", type=click.Path(exists=False, path_type=Path))
@click.option(
    "--ids-of", "source", default="", help="What was imported from this source goes out by its ids there."
)
@click.option("--without-files", is_flag=True, help="Leave out the bytes of files.")
def export(folder: Path, source: str, without_files: bool) -> None:
    """Write people, organisations and tickets with all that belongs to them into a new FOLDER.

    `pgdesk import test FOLDER` of another desk takes it in.
    """
    with _linked() as link:
        count = write_all(
            link, folder, source, None if without_files else Store(files_url()), _tell("written")
        )
    click.echo(f"{count} records in {folder}")


def _simple(name: str, import_id: int | None) -> None:
    with _linked() as link:
        found = _meant(link, import_id)["import_id"]
        _ask(link, name, found)
        state = _ask(link, "import_state", found)
    click.echo(f"import {found}: {state or 'forgotten'}")


def _ask(link: Link, name: str, *values: Any) -> Any:
    places = ", ".join("%s" for _ in values)
    row = link.execute(f"SELECT helpdesk.{name}({places})", values).fetchone()
    return row[0] if row else None


def _meant(link: Link, import_id: int | None) -> dict[str, Any]:
    """Without an id the last one, which is named: a test that failed leaves the one before it as the last."""
    found: dict[str, Any] = _report(link, import_id)["import"]
    if import_id is None:
        click.echo(f"import {found['import_id']} of {found['source']}, {found['state']}", err=True)
    return found


def _report(link: Link, import_id: int | None) -> dict[str, Any]:
    found: dict[str, Any] = _ask(link, "report_import", import_id)
    return found


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise PgdeskError(f"{text!r} is not of the form name=value")
    return name, value


def _tell(what: str) -> Any:
    def tell(*values: Any) -> None:
        click.echo(f"\r{values[-1]} records {what} ", nl=False, err=True)

    return tell


def _show_counts(found: dict[str, Any]) -> None:
    for record, counts in sorted(found["counts"].items()):
        told = ", ".join(f"{counts[name]} {name}" for name in _OUTCOMES if counts[name] or name == "read")
        click.echo(f"{record or 'unreadable'}: {told}")


def _show_mappings(found: dict[str, Any]) -> None:
    for row in found["mappings"]:
        click.echo(f"{row['kind']}:{row['value']} = {row['target'] or '?'}")


def _show_problems(problems: list[dict[str, Any]]) -> None:
    for problem in problems:
        name = problem.get("id") or problem.get("external_id") or ""
        hint = f" ({problem['hint']})" if problem["hint"] else ""
        what = f", {problem['record']} {name}" if name else ""
        click.echo(f"line {problem['line']}{what}: {problem['reason']}{hint}")
