"""Media types: Accept with its weights, Content-Type, and the protocol's own vendored types."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

JSON = "application/json"
ANY = "*/*"
OPENAPI = "application/openapi+json"
CSV = "text/csv"
GEOJSON = "application/geo+json"
FORM = "application/x-www-form-urlencoded"
TEXT = "text/plain"
XML = "text/xml"
OCTETS = "application/octet-stream"
OBJECT = "application/vnd.pgrst.object+json"
ARRAY = "application/vnd.pgrst.array+json"
PLAN = "application/vnd.pgrst.plan"

_WITH_CHARSET = frozenset({JSON, OPENAPI, CSV, GEOJSON, TEXT, XML, OBJECT, ARRAY})
_PLAIN = frozenset({JSON, CSV, GEOJSON, OPENAPI, TEXT, XML, FORM, OCTETS, ANY})

PlanFormat = Literal["text", "json"]


class MediaType(Struct, frozen=True):
    """`name` in lower case without parameters. Plans (EXPLAIN) keep what they explain."""

    name: str
    strip_nulls: bool = False
    plan_format: PlanFormat | None = None
    plan_of: str = JSON
    plan_options: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.plan_format is not None:
            options = f"; options={'|'.join(self.plan_options)}" if self.plan_options else ""
            return f'{PLAN}+{self.plan_format}; for="{self.plan_of}"{options}'
        return f"{self.name};nulls=stripped" if self.strip_nulls else self.name

    @property
    def content_type(self) -> str:
        if self.name in _WITH_CHARSET or self.plan_format is not None:
            return f"{self}; charset=utf-8"
        return str(self)


@lru_cache(maxsize=512)
def parse_media_type(text: str) -> MediaType:
    main, *rest = (part.strip() for part in text.split(";"))
    name = main.lower()
    parameters = {
        key.strip().lower(): value.strip() for key, _, value in (part.partition("=") for part in rest)
    }
    stripped = parameters.get("nulls", "").lower() == "stripped"
    if name in (OBJECT, "application/vnd.pgrst.object"):
        return MediaType(OBJECT, strip_nulls=stripped)
    if name in (ARRAY, "application/vnd.pgrst.array"):
        return MediaType(ARRAY, strip_nulls=True) if stripped else MediaType(JSON)
    if name in (PLAN, PLAN + "+text", PLAN + "+json"):
        return _plan(name, parameters)
    if name in _PLAIN:
        return MediaType(name)
    return MediaType(text.strip() if "/" not in main else _keep_parameters(main, rest))


def _keep_parameters(main: str, rest: list[str]) -> str:
    kept = [part for part in rest if not part.lower().startswith("charset=")]
    return ";".join([main.lower(), *kept])


def _plan(name: str, parameters: dict[str, str]) -> MediaType:
    explained = parse_media_type(parameters.get("for", JSON).strip('"'))
    options = tuple(
        option
        for option in ("analyze", "verbose", "settings", "buffers", "wal")
        if option in parameters.get("options", "").split("|")
    )
    format_: PlanFormat = "json" if name.endswith("+json") else "text"
    return MediaType(f"{PLAN}+{format_}", plan_format=format_, plan_of=str(explained), plan_options=options)


@lru_cache(maxsize=512)
def parse_accept(header: str) -> tuple[MediaType, ...]:
    """The accepted types, best first: by weight, then by how specific they are, then as written."""
    weighted = []
    for item in header.split(","):
        text = item.replace(" ", "")
        name, _, tail = text.partition(";q=")
        weight = _number(tail.partition(";")[0])
        weighted.append((-weight, name.count("*") - name.count(";"), name))
    weighted.sort(key=lambda entry: entry[:2])
    return tuple(parse_media_type(name) for _, _, name in weighted)


def _number(text: str) -> float:
    match = re.match(r"\d+(\.\d+)?", text)
    return float(match.group()) if match else 1.0
