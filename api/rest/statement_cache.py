"""Compiled requests by their shape, so that the second of a shape costs a look-up."""

from __future__ import annotations

from pgdesk.api.rest.compile import Compiled, compile_request
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.parse.body import Body
from pgdesk.api.rest.recent import Recent
from pgdesk.api.rest.request import ApiRequest
from pgdesk.api.rest.schema_cache.model import SchemaCache

KEPT = 4000
#: Characters. Longer statements are not worth their memory.
LONGEST_STATEMENT = 30_000


class StatementCache:
    """Belongs to one schema cache and one configuration."""

    def __init__(self, config: Config, schema_cache: SchemaCache) -> None:
        self._config = config
        self._schema_cache = schema_cache
        self._known: Recent[Compiled] = Recent(KEPT)

    def __len__(self) -> int:
        return len(self._known)

    def compile(self, api_request: ApiRequest, body: Body, role: str) -> Compiled:
        """What runs for such a request of such a role. Raises ApiError for what cannot be planned."""
        key = (role, api_request, body.shape)
        compiled = self._known.get(key)
        if compiled is None:
            compiled = compile_request(self._config, self._schema_cache, api_request, body, role)
            # The arguments of a form are constants of its statement.
            is_general = body.arguments is None
            if is_general and api_request.is_short and len(compiled.sql) <= LONGEST_STATEMENT:
                self._known.put(key, compiled)
        return compiled
