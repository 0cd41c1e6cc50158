"""db/schema/tables/: what each table looks like, drawn from the catalogue of a migrated database.

The text is the same on every supported server version; it is read, not executed. Custom fields and objects,
which administrators add, are left out: their columns, indexes and tables say so in their comments.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.paths import DB

PICTURES = DB / "schema" / "tables"
SCHEMAS = ("helpdesk", "audit", "dramatiq")

_TABLES = """
    SELECT c.oid, n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity,
           obj_description(c.oid, 'pg_class'),
           CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, c.reloptions
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND NOT starts_with(coalesce(obj_description(c.oid, 'pg_class'), ''), 'Custom object')
    ORDER BY n.nspname, c.relname
"""
_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
           pg_get_expr(d.adbin, d.adrelid), col_description(a.attrelid, a.attnum)
    FROM pg_attribute AS a
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped
      AND col_description(a.attrelid, a.attnum) IS DISTINCT FROM 'Custom field.'
    ORDER BY a.attnum
"""
_CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')
    FROM pg_constraint
    WHERE conrelid = %s AND contype IN ('c', 'f', 'p', 'u', 'x')
    ORDER BY array_position('{p,u,x,f,c}'::text[], contype::text), conname
"""
_INDEXES = """
    SELECT pg_get_indexdef(i.indexrelid), obj_description(i.indexrelid, 'pg_class')
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid = %s AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid
                                          AND k.contype IN ('p', 'u', 'x'))
      AND NOT starts_with(coalesce(obj_description(i.indexrelid, 'pg_class'), ''), 'Custom field')
    ORDER BY c.relname
"""
_TRIGGERS = """
    SELECT pg_get_triggerdef(oid), obj_description(oid, 'pg_trigger')
    FROM pg_trigger WHERE tgrelid = %s AND NOT tgisinternal ORDER BY tgname
"""
_POLICIES = """
    SELECT p.polname, p.polpermissive, p.polcmd,
           ARRAY(SELECT coalesce(r.rolname, 'PUBLIC')
                 FROM unnest(p.polroles) AS o LEFT JOIN pg_roles AS r ON r.oid = o ORDER BY 1),
           pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
    FROM pg_policy AS p WHERE p.polrelid = %s ORDER BY p.polname
"""
_GRANTS = """
    SELECT coalesce(r.rolname, 'PUBLIC'), g.columns, string_agg(g.privilege, ', ' ORDER BY g.privilege)
    FROM (
        SELECT acl.grantee, NULL AS columns, acl.privilege_type AS privilege
        FROM pg_class AS c, aclexplode(c.relacl) AS acl
        WHERE c.oid = %(oid)s AND acl.grantee <> c.relowner
        UNION ALL
        SELECT acl.grantee, string_agg(a.attname, ', ' ORDER BY a.attnum), acl.privilege_type
        FROM pg_attribute AS a, aclexplode(a.attacl) AS acl
        WHERE a.attrelid = %(oid)s
        GROUP BY acl.grantee, acl.privilege_type
    ) AS g
    LEFT JOIN pg_roles AS r ON r.oid = g.grantee
    GROUP BY 1, 2
    ORDER BY 1, 2 NULLS FIRST
"""
_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}


@contextmanager
def made_from(db: Path, dsn: str) -> Iterator[str]:
    """DSN of a passing database on that server, migrated from `db`."""
    name = f"pgdesk_picture_{secrets.token_hex(4)}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            made = make_conninfo(dsn, dbname=name)
            migrate(made, db)
            yield made
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def draw(dsn: str) -> dict[str, str]:
    """Pictures of the tables of this database, by file name."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET search_path = ''")
        tables = connection.execute(_TABLES, (list(SCHEMAS),)).fetchall()
        return {f"{row[1]}.{row[2]}.sql": "\n".join(_picture(connection, *row)) + "\n" for row in tables}


def differences(pictures: Mapping[str, str], folder: Path = PICTURES) -> list[str]:
    """Names of the files that are missing, superfluous or stale."""
    present = {path.name: path.read_text("utf-8") for path in folder.glob("*.sql")}
    return sorted(name for name in {*present, *pictures} if present.get(name) != pictures.get(name))


def write(pictures: Mapping[str, str], folder: Path = PICTURES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.sql"):
        if path.name not in pictures:
            path.unlink()
    for name, text in pictures.items():
        (folder / name).write_text(text, "utf-8")


def _picture(
    connection: psycopg.Connection[Any],
    oid: int,
    schema: str,
    table: str,
    has_rls: bool,
    is_rls_forced: bool,
    comment: str | None,
    partition_key: str | None,
    options: list[str] | None,
) -> Iterator[str]:
    yield "-- Generated by `pgdesk schema --write`; edit db/migrations and db/schema instead."
    yield from _comment(comment)
    yield f"CREATE TABLE {schema}.{table} ("
    entries = [_column(*row) for row in connection.execute(_COLUMNS, (oid,))]
    constraints = connection.execute(_CONSTRAINTS, (oid,)).fetchall()
    entries += [(f"CONSTRAINT {name} {definition}", note) for name, definition, note in constraints]
    for index, (entry, note) in enumerate(entries):
        yield from _comment(note, "    ")
        yield f"    {entry}{',' if index < len(entries) - 1 else ''}"
    tail = f" PARTITION BY {partition_key}" if partition_key else ""
    storage = f" WITH ({', '.join(options)})" if options else ""
    yield f"){tail}{storage};"
    for definition, note in connection.execute(_INDEXES, (oid,)):
        yield ""
        yield from _comment(note)
        yield f"{definition};"
    for definition, note in connection.execute(_TRIGGERS, (oid,)):
        yield ""
        yield from _comment(note)
        yield f"{definition};"
    yield ""
    yield f"-- row level security: {'forced' if is_rls_forced else 'on' if has_rls else 'OFF'}"
    for row in connection.execute(_POLICIES, (oid,)):
        yield from _policy(f"{schema}.{table}", *row)
    for grantee, columns, privileges in connection.execute(_GRANTS, {"oid": oid}):
        yield f"GRANT {privileges}{f' ({columns})' if columns else ''} ON {schema}.{table} TO {grantee};"


def _column(
    name: str,
    kind: str,
    is_required: bool,
    identity: str,
    generated: str,
    default: str | None,
    note: str | None,
) -> tuple[str, str | None]:
    text = f"{name} {kind}"
    if is_required:
        text += " NOT NULL"
    if identity:
        text += f" GENERATED {'ALWAYS' if identity == 'a' else 'BY DEFAULT'} AS IDENTITY"
    elif generated:
        text += f" GENERATED ALWAYS AS ({default}) {'STORED' if generated == 's' else 'VIRTUAL'}"
    elif default is not None:
        text += f" DEFAULT {default}"
    return text, note


def _policy(
    table: str,
    name: str,
    is_permissive: bool,
    command: str,
    roles: list[str],
    using: str | None,
    check: str | None,
) -> Iterator[str]:
    kind = "" if is_permissive else " AS RESTRICTIVE"
    yield f"CREATE POLICY {name} ON {table}{kind} FOR {_COMMANDS[command]} TO {', '.join(roles)}"
    if using is not None:
        yield f"    USING {using}"
    if check is not None:
        yield f"    WITH CHECK {check}"


def _comment(text: str | None, indent: str = "") -> Iterator[str]:
    for line in (text or "").splitlines():
        yield f"{indent}-- {line}".rstrip()
