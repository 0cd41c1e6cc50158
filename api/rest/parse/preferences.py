"""The Prefer header (RFC 7240) with the preferences that the protocol knows."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

KNOWN = {
    "resolution": ("merge-duplicates", "ignore-duplicates"),
    "return": ("representation", "minimal", "headers-only"),
    "count": ("exact", "planned", "estimated"),
    "tx": ("commit", "rollback"),
    "missing": ("default", "null"),
    "handling": ("strict", "lenient"),
}


class Preferences(Struct, frozen=True):
    """Values by name; of a preference given twice the first counts. `invalid` as they were given."""

    values: dict[str, str]
    invalid: tuple[str, ...] = ()

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    @property
    def is_strict(self) -> bool:
        return self.values.get("handling") == "strict"

    @property
    def max_affected(self) -> int | None:
        value = self.values.get("max-affected")
        return int(value) if value is not None else None

    @property
    def counts(self) -> bool:
        return self.values.get("count") in ("exact", "estimated")

    def applied(self, *names: str) -> str | None:
        """The value of Preference-Applied, of these preferences only, in this order."""
        listed = [
            f"{name}={self.values[name]}"
            for name in names
            if name in self.values and (name != "max-affected" or self.is_strict)
        ]
        return ", ".join(listed) or None


NONE = Preferences({})


@lru_cache(maxsize=512)
def parse_preferences(header: str, allow_transaction: bool) -> Preferences:
    values: dict[str, str] = {}
    invalid = []
    for item in (part.strip() for part in header.split(",")):
        name, _, value = item.partition("=")
        if value in KNOWN.get(name, ()):
            if name != "tx" or allow_transaction:
                values.setdefault(name, value)
        elif name == "timezone" and item.startswith("timezone="):
            values.setdefault(name, value)
        elif name == "max-affected" and item.startswith("max-affected="):
            if value.lstrip("-").isdigit():
                values.setdefault(name, value)
        elif item:
            invalid.append(item)
    return Preferences(values, tuple(invalid))
