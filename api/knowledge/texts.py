"""What pages say, in each language that they speak: static/<language>.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

STATIC = Path(__file__).parent / "static"
FALLBACK = "en"
_CATALOGUES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in STATIC.glob("*.toml")}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.all: dict[str, Any] = _CATALOGUES[language]
        self._locale = locale_of(language)

    def say(self, key: str, **values: object) -> str:
        text: str = self.all[key]
        return text.format(**values)

    def count(self, key: str, number: int) -> str:
        """The form that the language has for this number (Unicode CLDR)."""
        forms: dict[str, str] = self.all[key]
        form = "zero" if number == 0 and "zero" in forms else self._locale.plural_form(number)
        return forms.get(form, forms["other"]).format(count=number)

    def date(self, instant: str) -> str:
        return format_date(datetime.fromisoformat(instant), "long", self._locale)

    def name(self, language: str) -> str:
        """What a language is called in this one."""
        return locale_of(language).get_display_name(self._locale) or language


def texts_in(language: str, offered: Sequence[str]) -> Texts:
    """The texts in the language where the desk offers it, else in the first that it offers."""
    known = [
        each for each in (language.partition("-")[0], *offered) if each in offered and each in _CATALOGUES
    ]
    return Texts(known[0] if known else FALLBACK)


@lru_cache(maxsize=500)
def locale_of(language: str) -> Locale:
    """English for a language that nobody has described."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def direction_of(language: str) -> str:
    return str(locale_of(language).text_direction)


def name_of(language: str) -> str:
    """What the language calls itself."""
    locale = locale_of(language)
    return str(locale.get_display_name(locale)) if locale.language == language.partition("-")[0] else language


def is_tag(language: str) -> bool:
    return _TAG.fullmatch(language) is not None


def preferred(accepted: str) -> str | None:
    """The first of a field Accept-Language (RFC 9110, section 12.5.4); None: any."""
    found: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        if is_tag(tag):
            try:
                found.append((float(weight or 1), tag))
            except ValueError:
                continue
    return max(found, key=lambda pair: pair[0])[1] if found else None
