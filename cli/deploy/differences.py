"""Two states of a database compared, in words: functions, views, and what pictures of tables show."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pgdesk.cli.deploy import schema_picture

_CREATED = re.compile(r"CREATE (?:UNIQUE |CONSTRAINT )?(?P<kind>INDEX|TRIGGER|POLICY) (?P<name>\S+)")
_GRANT = re.compile(r"GRANT (?P<what>.*) ON \S+ TO (?P<roles>.*);")
_GRANTED = re.compile(r"(?P<privilege>\w+)(?: \((?P<columns>.*)\))? to (?P<role>.*)")

#: Privilege, column (empty: all of it), role.
Grant = tuple[str, str, str]


@dataclass(frozen=True)
class Thing:
    """A function, view, table, column and the like. Parentheses and blanks of its definition do not count:
    after a restore Postgres writes them in another way."""

    definition: str = ""
    grants: frozenset[Grant] = frozenset()
    comment: str = ""


#: By what they are called: `column due_at of helpdesk.ticket`, `function helpdesk.me()`.
State = Mapping[str, Thing]


@dataclass(frozen=True)
class Difference:
    """verb: created, dropped, replaced, commented; granted or revoked, with privilege and role."""

    verb: str
    name: str
    privilege: str = ""
    role: str = ""


UNDONE = "pgdesk migrate --all undoes it"
KEPT = "undo it, or write it into a V file"
_SAYING = {
    "created": "creates {name}",
    "dropped": "drops {name}",
    "replaced": "replaces {name}",
    "commented": "changes the comment of {name}",
    "granted": "grants {privilege} on {name} to {role}",
    "revoked": "revokes {privilege} on {name} from {role}",
}
_FAULTS = {
    "created": "{name} is not from db/",
    "dropped": "{name} is missing",
    "replaced": "{name} is not as deployed",
    "commented": "{name} has another comment",
    "granted": "{privilege} on {name} is granted to {role}",
    "revoked": "{privilege} on {name} is not granted to {role}",
}
#: What a deploy does not take away.
_OF_TABLES = ("table", "column", "constraint", "index")


def say(old: State, new: State) -> list[str]:
    """What leads from the old state to the new, a sentence each."""
    return [_SAYING[found.verb].format(**vars(found)) for found in compare(old, new)]


def faults(declared: State, live: State) -> Iterator[str]:
    """Where a database is not what was deployed to it, with the remedy."""
    for found in compare(declared, live):
        if found.privilege and found.name not in declared:
            continue
        is_of_table = found.name.startswith(_OF_TABLES) and not found.privilege
        yield f"{_FAULTS[found.verb].format(**vars(found))}: {KEPT if is_of_table else UNDONE}"


def compare(old: State, new: State) -> Iterator[Difference]:
    """By name; of a table that only one of them has no columns and the like."""
    whole_tables = tuple(f" {name[6:]}" for name in old.keys() ^ new.keys() if name.startswith("table "))
    for name in sorted({*old, *new}):
        if name.endswith(whole_tables) and not name.startswith("table "):
            continue
        if name not in new:
            yield Difference("dropped", name)
            continue
        if name not in old:
            yield Difference("created", name)
        elif old[name].definition != new[name].definition:
            yield Difference("replaced", name)
        before = old.get(name, Thing())
        if before.comment != new[name].comment and name in old:
            yield Difference("commented", name)
        yield from _changed_grants("granted", name, new[name].grants - before.grants)
        yield from _changed_grants("revoked", name, before.grants - new[name].grants)


def read_tables(pictures: Mapping[str, str]) -> State:
    """What pictures of tables show, by file name."""
    found: dict[str, Thing] = {}
    for file, text in pictures.items():
        found |= _read_picture(file.removesuffix(".sql"), text)
    return found


def read_live(cursor: Any) -> State:
    """Functions, views and tables as this transaction sees them."""
    cursor.execute("SELECT kind, name, definition, grants, comment FROM pgdesk_deploy.described_object")
    return {**_read_objects(cursor.fetchall()), **read_tables(schema_picture.draw_from(cursor))}


def read_made_objects(cursor: Any) -> State:
    """Functions and views as deploys left them."""
    cursor.execute(
        "SELECT kind, name, definition, grants, comment FROM pgdesk_deploy.made WHERE grants IS NOT NULL"
    )
    return _read_objects(cursor.fetchall())


def _read_objects(rows: list[tuple[Any, ...]]) -> dict[str, Thing]:
    return {
        f"{kind} {name}": Thing(definition or "", _grants(grants), comment or "")
        for kind, name, definition, grants, comment in rows
    }


def _read_picture(table: str, text: str) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    comment: list[str] = []
    grants: list[str] = []
    current, is_in_body = "", False

    def add(name: str, line: str) -> str:
        found[name] = Thing(_plain(line), comment="\n".join(comment))
        comment.clear()
        return name

    for line in text.splitlines():
        if line.startswith("-- row level security: "):
            add(f"row level security of {table}", line)
        elif not line or line.endswith(", in this order:"):
            comment.clear()
        elif line.lstrip().startswith("--"):
            comment.append(line.strip())
        elif line.startswith("CREATE TABLE "):
            current, is_in_body = add(f"table {table}", ""), True
        elif is_in_body and line.startswith(")"):
            found[current] = replace(found[current], definition=_plain(line))
            is_in_body = False
        elif is_in_body:
            word, rest = line.strip().rstrip(",").split(" ", 1)
            if word == "CONSTRAINT":
                add(f"constraint {rest.split(' ', 1)[0]} of {table}", rest)
            else:
                add(f"column {word} of {table}", rest)
        elif created := _CREATED.match(line):
            current = add(f"{created['kind'].lower()} {created['name']} on {table}", line)
        elif granted := _GRANT.match(line):
            grants += [f"{granted['what']} to {role}" for role in granted["roles"].split(", ")]
        else:
            found[current] = replace(found[current], definition=found[current].definition + _plain(line))
    found[f"table {table}"] = replace(found[f"table {table}"], grants=_grants(grants))
    return found


def _grants(texts: Iterable[str]) -> frozenset[Grant]:
    """Of `UPDATE (a, b) to agent` and the like, a column each."""
    return frozenset(
        (found["privilege"], column, found["role"])
        for found in map(_GRANTED.fullmatch, texts)
        if found
        for column in (found["columns"] or "").split(", ")
    )


def _changed_grants(verb: str, name: str, grants: Iterable[Grant]) -> Iterator[Difference]:
    columns = defaultdict(list)
    for privilege, column, role in sorted(grants):
        columns[privilege, role, column == ""].append(column)
    for (privilege, role, is_whole), names in columns.items():
        yield Difference(verb, name, privilege if is_whole else f"{privilege} ({', '.join(names)})", role)


def _plain(text: str) -> str:
    return re.sub(r"[()\s]", "", text)
