"""What a statement gave, and whether a request may end with it."""

from __future__ import annotations

from msgspec import Struct
from psycopg.pq.abc import PGresult

from pgdesk.api.rest import errors
from pgdesk.api.rest.compile import Compiled


class Outcome(Struct):
    """`total` of all rows if counted, `rows` of this response."""

    body: bytes = b""
    #: holds the body, in column `body_at`, as long as it is large and the connection is lent
    result: PGresult | None = None
    body_at: int = 2
    rows: int = 0
    total: int | None = None
    location: tuple[bytes, ...] = ()
    response_headers: bytes | None = None
    response_status: bytes | None = None
    inserted: int | None = None
    planned: bytes | None = None

    def take_body(self) -> None:
        """To be called when the connection is given back: one that kept much for this is gone then."""
        if self.result is not None:
            self.body = self.result.get_value(0, self.body_at) or b""
            self.result = None


def check(compiled: Compiled, outcome: Outcome) -> None:
    """Raises ApiError for a number of rows that singular responses, PUT and max-affected do not allow."""
    if compiled.is_bare:
        return
    if compiled.kind == "upsert" and outcome.rows != 1:
        raise errors.put_key_mismatch()
    limit = compiled.max_affected
    if limit is not None:
        if compiled.function is not None and not compiled.function.returns_set:
            raise errors.max_affected_on_single()
        if outcome.rows > limit:
            raise errors.too_many_affected(outcome.rows)
    if compiled.is_singular and outcome.rows != 1:
        raise errors.not_singular(outcome.rows)
