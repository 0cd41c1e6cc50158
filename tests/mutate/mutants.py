"""Which SQL is mutated, and how a fault in it gets into a migrated database: one statement each.

Functions are read from their files, policies and triggers from the catalogue, so that what a mutant is called
depends on its own text alone and stays when files move.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.cli.paths import DB
from tests.conftest import Connection
from tests.mutate.faults import Fault, find_faults

CATEGORIES = ("policies", "transitions", "gates", "sla", "rules")
CLIENTS = ["anon", "customer", "agent", "admin"]
_FOLDERS = {"sla": "sla", "conditions": "rules", "rules": "rules", "views": "rules"}
_GATE = re.compile(
    r"can$|can_|me$|actor_role|claims|require|lock_|see_|takes_part|begin_once|person_sees|tg_\w+__(check|refuse|keep)"
)
_TRANSITION = re.compile(
    r"\w*(status|transition|snooze|wake|spam|merge|follow_up|incidents)|close_|tg_(ticket|message)__"
)
_MOVED = ("helpdesk.ticket", "helpdesk.message")
_CREATED = re.compile(r"^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) (\w+)\.(\w+)", re.M)
_BODY = re.compile(r"\bAS \$|^BEGIN ATOMIC|^RETURN\b", re.M)
_AFTER = re.compile(r"^(?:COMMENT|GRANT|REVOKE|ALTER|CREATE)\b", re.M)


@dataclass(frozen=True)
class Mutant:
    """`touches`: the functions or tables that a test must use to notice; `where`: file and line, if any."""

    category: str
    kind: str
    object: str
    old: str
    new: str
    statement: str
    touches: tuple[str, ...]
    subject: str = ""
    where: str = ""
    number: int = 1

    @property
    def name(self) -> str:
        """The same as long as its own lines stay."""
        again = f" (again, {self.number})" if self.number > 1 else ""
        return f"{self.object} {self.kind}: {self.old} -> {self.new}{again}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def draw(
    mutants: Iterable[Mutant], number: int, seed: int, is_wanted: Callable[[Mutant], bool]
) -> list[Mutant]:
    """As many of each category, of each kind in turn; which of the wanted depends on seed and names alone."""
    queues: dict[str, dict[str, list[Mutant]]] = defaultdict(lambda: defaultdict(list))
    for mutant in sorted(mutants, key=lambda m: hashlib.sha256(f"{seed} {m.name}".encode()).digest()):
        queues[mutant.category][mutant.kind].append(mutant)
    drawn: list[Mutant] = []
    for at, category in enumerate(CATEGORIES):
        kinds = queues[category]
        wanted = number * (at + 1) // len(CATEGORIES) - number * at // len(CATEGORIES)
        found: list[Mutant] = []
        while len(found) < wanted and any(kinds.values()):
            for kind in sorted(kinds):
                while kinds[kind] and len(found) < wanted:
                    mutant = kinds[kind].pop(0)
                    if is_wanted(mutant):
                        found.append(mutant)
                        break
        drawn += found
    return drawn


class Deploys:
    """Whether the database takes the mutant's statement at all."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __call__(self, mutant: Mutant) -> bool:
        try:
            with self.connection.transaction(force_rollback=True):
                plant(self.connection, mutant)
        except psycopg.Error:
            return False
        return True


def plant(connection: Connection, mutant: Mutant) -> None:
    connection.execute("SET LOCAL ROLE pgdesk_owner")
    connection.execute(mutant.statement.encode())


def list_mutants(connection: Connection, db: Path = DB) -> list[Mutant]:
    """All there are, each name once."""
    functions = dict(_functions(db))
    in_policies = set(_asked_by_policies(connection))
    known = {name: _category(name, subject, in_policies) for name, (subject, _, _, _) in functions.items()}
    found = [
        *(m for name in known if known[name] for m in _of_function(name, known[name], *functions[name])),
        *_policies(connection),
        *_function_grants(connection),
        *_view_grants(connection),
        *_triggers(connection, known),
        *_transition_rows(connection),
        *_permission_rows(connection),
    ]
    seen: Counter[str] = Counter()
    numbered = []
    for mutant in found:
        seen[mutant.name] += 1
        numbered.append(replace(mutant, number=seen[mutant.name]))
    return numbered


# --- functions


def _functions(db: Path) -> Iterator[tuple[str, tuple[str, Path, str, int]]]:
    """Name → subject, file, its CREATE statement and the line in which that begins."""
    for path in sorted((db / "functions").rglob("*.sql")):
        subject = path.relative_to(db / "functions").parts[0]
        text = path.read_text()
        for created in _CREATED.finditer(text) if subject != "api" else ():
            end = _AFTER.search(text, created.end())
            statement = text[created.start() : end.start() if end else len(text)]
            line = text.count("\n", 0, created.start()) + 1
            yield f"{created[1]}.{created[2]}", (subject, path.relative_to(db), statement, line)


def _category(name: str, subject: str, in_policies: set[str]) -> str:
    bare = name.split(".")[1]
    if name in in_policies:
        return "policies"
    if subject in _FOLDERS:
        return _FOLDERS[subject]
    if _GATE.match(bare):
        return "gates"
    return "transitions" if _TRANSITION.match(bare) else ""


def _of_function(
    name: str, category: str, subject: str, path: Path, statement: str, line: int
) -> Iterator[Mutant]:
    body = _BODY.search(statement)
    for fault in find_faults(statement):
        if body and fault.start > body.start():
            where = f"db/{path.as_posix()}:{line + statement.count(chr(10), 0, fault.start)}"
            yield _mutant(category, name, fault, statement, fault.plant(statement), (name,), subject, where)


def _mutant(
    category: str,
    name: str,
    fault: Fault,
    text: str,
    statement: str,
    touches: tuple[str, ...],
    subject: str = "",
    where: str = "",
) -> Mutant:
    old, new = fault.lines(text)
    return Mutant(category, fault.kind, name, old, new, statement, touches, subject, where)


# --- rights


def _asked_by_policies(connection: Connection) -> Iterator[str]:
    for (text,) in connection.execute("SELECT concat(qual, with_check) FROM pg_policies"):
        yield from re.findall(r"\bhelpdesk\.\w+(?=\()", text)


def _policies(connection: Connection) -> Iterator[Mutant]:
    """Faults in conditions, the whole condition dropped, one more of the roles that hold the verb."""
    rows = connection.execute(
        """
        SELECT p.schemaname, p.tablename, p.policyname, p.roles::text[], p.cmd, p.qual, p.with_check, array(
            SELECT r.role
            FROM unnest(%s::text[]) AS r (role)
            CROSS JOIN format('%%I.%%I', p.schemaname, p.tablename) AS t (name)
            WHERE NOT r.role = ANY (p.roles)
                AND CASE WHEN p.cmd = 'DELETE' THEN has_table_privilege(r.role, t.name, p.cmd)
                    ELSE has_any_column_privilege(r.role, t.name, nullif(p.cmd, 'ALL')) END
                AND NOT EXISTS (
                    SELECT 1
                    FROM pg_policies AS o
                    WHERE (o.schemaname, o.tablename, o.cmd) = (p.schemaname, p.tablename, p.cmd)
                        AND (o.qual, o.with_check) IS NOT DISTINCT FROM (p.qual, p.with_check)
                        AND r.role = ANY (o.roles)
                )
        )
        FROM pg_policies AS p
        ORDER BY 1, 2, 3
        """,
        ([*CLIENTS, "worker", "doorkeeper", "reporter"],),
    ).fetchall()
    for schema, table, policy, roles, _, qual, check, others in rows:
        alter = f'ALTER POLICY "{policy}" ON {schema}.{table} '
        name, touches = f"policy {policy}", (f"{schema}.{table}",)
        for word, text in (("USING", qual), ("WITH CHECK", check)):
            for fault in (*find_faults(text or ""), *_dropped(text)):
                planted = f"{alter}{word} ({fault.plant(text)})"
                yield _mutant("policies", name, fault, text, planted, touches, "rls")
        for role in others:
            to = ", ".join(roles)
            more = f"TO {to}, {role}"
            yield Mutant("policies", "role", name, f"TO {to}", more, alter + more, touches, "rls")


def _dropped(text: str | None) -> Iterator[Fault]:
    if text and text != "true":
        yield Fault("clause", 0, len(text), "true")


def _function_grants(connection: Connection) -> Iterator[Mutant]:
    rows = connection.execute(
        """
        SELECT p.oid::regprocedure::text, p.pronamespace::regnamespace || '.' || p.proname, r.role
        FROM pg_proc AS p
        CROSS JOIN unnest(%s::text[]) AS r (role)
        WHERE p.pronamespace = 'api'::regnamespace AND NOT has_function_privilege(r.role, p.oid, 'EXECUTE')
        ORDER BY 1, 3
        """,
        (CLIENTS,),
    ).fetchall()
    for signature, name, role in rows:
        yield _grant(name, "EXECUTE", f"FUNCTION {signature}", role)


def _view_grants(connection: Connection) -> Iterator[Mutant]:
    """Where the role lacks the view's privilege alone: it holds the same on every table below."""
    rows = connection.execute(
        """
        SELECT 'api.' || c.relname, v.verb, r.role
        FROM pg_class AS c
        CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS v (verb)
        CROSS JOIN unnest(%s::text[]) AS r (role)
        WHERE c.relnamespace = 'api'::regnamespace
            AND c.relkind = 'v'
            AND NOT has_any_column_privilege(r.role, c.oid, v.verb)
            AND (
                SELECT bool_and(has_any_column_privilege(r.role, t.name, v.verb))
                FROM information_schema.view_table_usage AS u
                CROSS JOIN format('%%I.%%I', u.table_schema, u.table_name) AS t (name)
                WHERE (u.view_schema, u.view_name) = ('api', c.relname)
            )
        ORDER BY 1, 2, 3
        """,
        (CLIENTS,),
    ).fetchall()
    for name, verb, role in rows:
        yield _grant(name, verb, name, role)


def _grant(name: str, verb: str, what: str, role: str) -> Mutant:
    return Mutant(
        "policies", "role", name, f"no {verb} for {role}", f"GRANT {verb} TO {role}",
        f"GRANT {verb} ON {what} TO {role}", (name,), "rls",
    )  # fmt: skip


# --- triggers and rows


def _triggers(connection: Connection, known: dict[str, str]) -> Iterator[Mutant]:
    """Faults in WHEN, WHEN dropped, UPDATE OF widened to UPDATE."""
    rows = connection.execute(
        """
        SELECT t.tgname, t.tgrelid::regclass::text, t.tgfoid::regproc::text, pg_get_triggerdef(t.oid)
        FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal
            AND t.tgparentid = 0
            AND c.relnamespace = 'helpdesk'::regnamespace
            AND pg_get_triggerdef(t.oid) ~ ' WHEN | UPDATE OF '
        ORDER BY 1
        """
    ).fetchall()
    for trigger, table, function, text in rows:
        begin, end = text.find(" WHEN "), text.find(" EXECUTE FUNCTION ")
        faults = [f for f in find_faults(text) if begin >= 0 and begin < f.start < end]
        if begin >= 0:
            faults.append(Fault("when", begin, end, ""))
        if columns := re.search(r" OF [\w, ]+(?= ON )", text):
            faults.append(Fault("when", columns.start(), columns.end(), ""))
        category = known.get(function) or ("transitions" if table in _MOVED else "")
        for fault in faults if category else ():
            again = f"DROP TRIGGER {trigger} ON {table}; {fault.plant(text)}"
            yield _mutant(category, f"trigger {trigger}", fault, text, again, (function, table), "tickets")


def _transition_rows(connection: Connection) -> Iterator[Mutant]:
    table = "helpdesk.status_transition"
    rows = {
        (begun, reached): (roles, fields)
        for begun, reached, roles, fields in connection.execute(
            f"SELECT from_status, to_status, roles, required_fields FROM {table}"
        )
    }
    statuses = sorted(s for (s,) in connection.execute("SELECT status FROM helpdesk.status"))
    for pair in [(begun, reached) for begun in statuses for reached in statuses if begun != reached]:
        begun, reached = pair
        name, where = f"row {begun} → {reached}", f"(from_status, to_status) = ('{begun}', '{reached}')"
        if pair not in rows:
            made = f"INSERT INTO {table} VALUES ('{begun}', '{reached}', '{{agent,admin,system}}')"
            yield _row(name, "absent", "a row", made, table)
            continue
        roles, fields = rows[pair]
        yield _row(name, "a row", "absent", f"DELETE FROM {table} WHERE {where}", table)
        for role in ("customer", "agent", "admin", "system"):
            changed = [r for r in roles if r != role] if role in roles else [*roles, role]
            update = f"UPDATE {table} SET roles = '{{{','.join(changed)}}}' WHERE {where}"
            yield _row(name, f"roles {roles}", f"roles {changed}", update, table)
        for field in fields:
            less = f"array_remove(required_fields, '{field}')"
            update = f"UPDATE {table} SET required_fields = {less} WHERE {where}"
            yield _row(name, f"requires {field}", "does not", update, table)


def _permission_rows(connection: Connection) -> Iterator[Mutant]:
    table = "helpdesk.role_permission"
    rows = connection.execute(
        f"""
        SELECT r.role, p.permission, o.role IS NOT NULL
        FROM (SELECT DISTINCT role FROM {table}) AS r
        CROSS JOIN helpdesk.permission AS p
        LEFT JOIN {table} AS o ON (o.role, o.permission) = (r.role, p.permission)
        ORDER BY 1, 2
        """
    ).fetchall()
    for role, permission, is_given in rows:
        name, row = f"permission {permission}", f"('{role}', '{permission}')"
        if is_given:
            change = f"DELETE FROM {table} WHERE (role, permission) = {row}"
            yield replace(_row(name, f"given to {role}", "taken", change, table), category="gates")
        else:
            change = f"INSERT INTO {table} (role, permission) VALUES {row}"
            yield replace(_row(name, f"not given to {role}", "given", change, table), category="gates")


def _row(name: str, old: str, new: str, statement: str, table: str) -> Mutant:
    return Mutant("transitions", "row", name, old, new, statement, (table,), "tickets")
