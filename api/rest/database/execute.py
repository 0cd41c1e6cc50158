"""Runs a compiled request: role, settings, pre-request function and statement in one round trip."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg.pq.abc import PGresult

from pgdesk.api.rest.auth.jwt import Identity
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.database.connection import Connection, Statement, length
from pgdesk.api.rest.database.session import Session
from pgdesk.api.rest.outcome import Outcome, check
from pgdesk.api.rest.parse.query import invalid_text
from pgdesk.api.rest.request import Given, HttpRequest
from pgdesk.api.rest.sql.text import Parameter, array_literal, as_bytes, encode

_COMMIT = Statement(b"COMMIT")
_ROLLBACK = Statement(b"ROLLBACK")
_CHECK_CONSTRAINTS = Statement(b"SET CONSTRAINTS ALL IMMEDIATE")

#: Bytes. Longer bodies are copied only when libpq has let go of its own copy.
LARGE_BODY = 1 << 20


async def execute(
    connection: Connection,
    session: Session,
    compiled: Compiled,
    request: HttpRequest,
    identity: Identity,
    given: Given,
) -> Outcome:
    """Raises DatabaseError, and what `check` raises: then nothing is committed."""
    values, document = given.values, given.body.document
    main = statement(compiled, values, document)
    batch = session.before(compiled, request, identity)
    main_at = len(batch)
    batch.append(main)
    if compiled.explain is not None:
        sql, parameters = compiled.explain
        batch.append(Statement(sql, bind(parameters, values, document)))

    rolls_back = session.rolls_back(compiled)
    isolation = session.isolation(compiled, identity.role)
    if not rolls_back and not compiled.must_check and isolation is None:
        outcome = _outcome(compiled, connection, await connection.run(batch), main_at)
        if (probe := _probe(compiled, outcome, given)) is not None:
            await connection.run([*session.before(compiled, request, identity), probe])
        check(compiled, outcome)
        return outcome

    begin = b"BEGIN " + (isolation or b"") + (b" READ ONLY" if compiled.read_only else b"")
    batch.insert(0, Statement(begin))
    commits_later = compiled.must_check and not rolls_back
    if rolls_back and not compiled.read_only:
        batch.append(_CHECK_CONSTRAINTS)
    if not commits_later:
        batch.append(_ROLLBACK if rolls_back else _COMMIT)
    is_finished = False
    try:
        outcome = _outcome(compiled, connection, await connection.run(batch), main_at + 1)
        is_finished = not commits_later
        if (probe := _probe(compiled, outcome, given)) is not None:
            begun = [] if commits_later else session.before(compiled, request, identity)
            await connection.run([*begun, probe])
        check(compiled, outcome)
        if commits_later:
            await connection.run([_COMMIT])
            is_finished = True
        return outcome
    finally:
        if not is_finished and connection.is_waiting_for_end:
            await connection.run([_ROLLBACK])


def _probe(compiled: Compiled, outcome: Outcome, given: Given) -> Statement | None:
    if compiled.probe is None or outcome.rows:
        return None
    sql, parameters = compiled.probe
    return Statement(sql, bind(parameters, given.values, given.body.document))


def statement(compiled: Compiled, values: Sequence[str], body: bytes) -> Statement:
    bound = bind(compiled.parameters, values, body)
    formats = None
    takes_body = compiled.function is not None and compiled.function.takes_body
    if takes_body and compiled.api_request.content_type == "application/octet-stream":
        formats = [1 if parameter.is_body else 0 for parameter in compiled.parameters]
    elif b"\x00" in body and any(parameter.is_body for parameter in compiled.parameters):
        raise invalid_text(b"\x00")
    if not compiled.read_only and any("\x00" in value for value in values):
        raise invalid_text(b"\x00")  # cut, a filter would name other rows than the ones meant
    return Statement(compiled.sql, bound, formats)


#: Columns of the statement, see sql/statement.py: body, headers and status follow what only writes have.
_TOTAL, _ROWS, _LOCATION, _INSERTED = 0, 1, 2, 6


def _outcome(compiled: Compiled, connection: Connection, results: Sequence[PGresult], at: int) -> Outcome:
    result = results[at]
    value = result.get_value
    if compiled.is_bare:
        return Outcome(body=b"\n".join(value(row, 0) or b"" for row in range(result.ntuples)))
    if not result.ntuples:
        return Outcome(total=0)
    body_at, location, inserted = 2, None, None
    if compiled.is_write:
        body_at, location, inserted = 3, value(0, _LOCATION), value(0, _INSERTED)
    total = value(0, _TOTAL)
    size = length(result, 0, body_at)
    is_large = size > LARGE_BODY
    connection.largest = max(connection.largest, size)
    return Outcome(
        body=b"" if is_large else value(0, body_at) or b"",
        result=result if is_large else None,
        body_at=body_at,
        rows=int.from_bytes(value(0, _ROWS) or b"", "big"),
        total=None if total is None else int.from_bytes(total, "big"),
        location=_text_array(location) if location else (),
        response_headers=value(0, body_at + 1),
        response_status=value(0, body_at + 2),
        inserted=None if inserted is None else int(inserted),
        planned=None if compiled.explain is None else results[at + 1].get_value(0, 0),
    )


def _text_array(data: bytes) -> tuple[bytes, ...]:
    """A text[] in binary format: 12 bytes of header, 8 of its dimension, then lengths and values."""
    found = []
    position = 20
    while position + 4 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        found.append(data[position + 4 : position + 4 + length])
        position += 4 + length
    return tuple(found)


def bind(parameters: Sequence[Parameter], values: Sequence[str], body: bytes) -> list[bytes]:
    bound = []
    for parameter in parameters:
        if parameter.slot is not None:
            bound.append(as_bytes(encode(values[parameter.slot], parameter.encoding)))
        elif parameter.slots:
            bound.append(as_bytes(array_literal(values[slot] for slot in parameter.slots)))
        elif parameter.is_body:
            bound.append(body)
        else:
            bound.append(as_bytes(parameter.constant or ""))
    return bound
