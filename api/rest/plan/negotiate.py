"""Which of the accepted media types is served, and by which handler."""

from __future__ import annotations

from pgdesk.api.rest import errors
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.media import MediaType, parse_media_type
from pgdesk.api.rest.plan.tree import Handler
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache

_ANY_RELATION = QualifiedIdentifier("", "")
_BUILTIN: dict[str, tuple[Handler, MediaType]] = {
    media.ANY: (Handler("json"), MediaType(media.JSON)),
    media.JSON: (Handler("json"), MediaType(media.JSON)),
    media.CSV: (Handler("csv"), MediaType(media.CSV)),
    media.GEOJSON: (Handler("geojson"), MediaType(media.GEOJSON)),
}


def negotiate(
    schema_cache: SchemaCache,
    accepts: tuple[MediaType, ...],
    relation: QualifiedIdentifier,
    *,
    selects_all: bool,
    plan_enabled: bool,
) -> tuple[Handler, MediaType]:
    """The first accepted type that there is a handler for. Custom ones need the whole row."""
    for accepted in accepts:
        found = _match(schema_cache, accepted, relation, selects_all, plan_enabled)
        if found is not None:
            return found
    raise errors.no_media_type(str(accepted) for accepted in accepts)


def _match(
    schema_cache: SchemaCache,
    accepted: MediaType,
    relation: QualifiedIdentifier,
    selects_all: bool,
    plan_enabled: bool,
) -> tuple[Handler, MediaType] | None:
    if accepted.plan_format is not None:
        if not plan_enabled:
            return None
        explained = _match(schema_cache, parse_media_type(accepted.plan_of), relation, selects_all, False)
        return (explained[0], accepted) if explained else None
    if accepted.name == media.OBJECT:
        return Handler("object", accepted.strip_nulls), accepted
    if accepted.name == media.ARRAY:
        return Handler("json", strip_nulls=True), accepted
    handlers = schema_cache.media_handlers
    candidates = [(relation, media.ANY), (relation, accepted.name)] if selects_all else []
    for key in (*candidates, (_ANY_RELATION, accepted.name)):
        custom = handlers.get(key)
        if custom is not None:
            row_type = key[0] if key[0] in schema_cache.tables else None
            served = media.OCTETS if key[1] == media.ANY else custom.media_type
            return Handler("custom", function=custom.function, row_type=row_type), MediaType(served)
    return _BUILTIN.get(accepted.name)
