"""What pgdesk adds to the protocol, by functions of the schema `db_house`; without it nothing is added."""

from __future__ import annotations

import msgspec

from pgdesk.api.errors import ApiError, DatabaseError, PostgresError
from pgdesk.api.rest.auth.jwt import Identity
from pgdesk.api.rest.database.connection import Connection, Statement
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier
from pgdesk.api.rest.sql.text import as_bytes, qualified

_AS_ROLE = b"SELECT set_config('role', $1, true)"
_SIGN_IN = "Sign in: send a token in the header Authorization: Bearer."
_LOOK_UP = (
    "GET /rest/ lists what your role may read and write, and the verbs; of some views you read only columns"
    " that you name in select."
)
#: Classes of SQLSTATE that speak of the server: its files, its memory, its faults.
_OF_SERVER = ("53", "58", "XX", "F0")


class _Worded(msgspec.Struct):
    code: str
    status: int
    message: str
    hint: str | None = None


async def word_violation(
    connection: Connection, schema: str, error: PostgresError, identity: Identity
) -> ApiError:
    """A refusal by a constraint as its comment says it, without the row that was refused."""
    name = qualified(QualifiedIdentifier(schema, "word_violation"))
    violated = error.violated
    given = [error.state, error.message, error.detail, *msgspec.structs.astuple(violated)]
    parameters = [as_bytes(value or "") for value in given]
    places = ", ".join(f"nullif(${number}, '')" for number in range(1, len(given) + 1))
    results = await connection.run(
        [
            Statement(_AS_ROLE, [as_bytes(identity.role)]),
            Statement(f"SELECT {name}({places})".encode(), parameters),
        ]
    )
    worded = msgspec.json.decode(results[1].get_value(0, 0) or b"", type=_Worded)
    return ApiError(worded.status, worded.code, worded.message, None, worded.hint)


async def find_removal(connection: Connection, schema: str, view: str, identity: Identity) -> str | None:
    """What the caller does instead of deleting rows of a view of which rows are not deleted."""
    name = qualified(QualifiedIdentifier(schema, "find_removal"))
    results = await connection.run(
        [
            Statement(_AS_ROLE, [as_bytes(identity.role)]),
            Statement(f"SELECT {name}($1)".encode(), [as_bytes(view)]),
        ]
    )
    found = results[1].get_value(0, 0)
    return found.decode() if found is not None else None


def as_missing_right(error: DatabaseError, view: str) -> DatabaseError:
    """Postgres tells of a view that nobody can write before it asks for rights, as of a fault of its own."""
    if isinstance(error, PostgresError) and error.state == "55000" and " view " in error.message:
        return PostgresError("42501", f"permission denied for view {view}", None, None, error.violated)
    return error


def advise(error: ApiError) -> ApiError:
    """Where a permission of the database is missing: how to find what is permitted."""
    if error.code != "42501" or error.hint is not None:
        return error
    hint = _SIGN_IN if error.status == 401 else _LOOK_UP
    return ApiError(error.status, error.code, error.message, error.details, hint, error.headers)


def conceal(error: ApiError) -> ApiError:
    """Without what tells strangers of the database's server: addresses, files, rows."""
    if error.code.startswith(_OF_SERVER):
        return ApiError(error.status, error.code, "the database cannot do this now", headers=error.headers)
    is_of_connection = error.code in ("PGRST000", "PGRST001")
    if is_of_connection or (error.code.startswith("23") and len(error.code) == 5):
        return ApiError(error.status, error.code, error.message, None, error.hint, error.headers)
    return error
