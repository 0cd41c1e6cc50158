from typing import Any

from escalated.api_middleware import AuthenticateApiToken


class TokenBelowApi(AuthenticateApiToken):  # type: ignore[misc]
    """Tokens for the API, sessions for the pages: escalated leaves this to the project."""

    def process_view(self, request: Any, *rest: Any) -> Any:
        return super().process_view(request, *rest) if request.path.startswith("/support/api/") else None
