"""Names, JSON paths and fields: what the rest of the grammar is made of."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

from pgdesk.api.rest.parse import parsec as p
from pgdesk.api.rest.parse.terms import Field, JsonStep

Steps: TypeAlias = Generator[p.Parser, Any, Any]

blank = p.many(p.satisfy(lambda c: c in " \t"))
comma = p.char(",")
delimiter = p.label(p.char("."), "delimiter (.)")
_dash = p.attempt(p.sequence(p.char("-"), p.not_followed_by(p.char(">")), pick=0))

_identifier_char = p.choice(p.letter, p.digit, p.satisfy(lambda c: c in "_ $"))
identifier = p.convert(p.many1(_identifier_char), lambda chars: "".join(chars).strip())
_json_key = p.convert(p.many1(p.none_of("(-:.,>)")), lambda chars: "".join(chars).strip())

_quoted_char = p.choice(p.none_of('\\"'), p.sequence(p.char("\\"), p.any_char))
quoted = p.convert(p.between(p.char('"'), p.char('"'), p.many(_quoted_char)), "".join)


def lexeme(parser: p.Parser) -> p.Parser:
    return p.sequence(blank, parser, blank, pick=1)


def _dashed(parser: p.Parser) -> p.Parser:
    return p.convert(p.sep_by1(parser, _dash), "-".join)


field_name = p.label(p.choice(quoted, _dashed(identifier)), "field name (* or [a..z0..9_$])")
_json_key_name = p.label(
    p.choice(quoted, _dashed(_json_key)), "any non reserved character different from: .,>()"
)


def before(*ends: str) -> p.Parser:
    """One of these texts follows, or the end; nothing is consumed."""
    return p.choice(*(p.attempt(p.look_ahead(p.string(end))) for end in ends), p.attempt(p.end_of_input))


def _json_step_steps() -> Steps:
    as_text = yield p.choice(
        p.value_of(p.attempt(p.string("->>")), True), p.value_of(p.attempt(p.string("->")), False)
    )
    key, is_index = yield p.choice(
        p.attempt(p.convert(_json_index, lambda text: (text, True))),
        p.attempt(p.convert(_json_key_name, lambda text: (text, False))),
    )
    return JsonStep(key, as_text, is_index)


def _json_index_steps() -> Steps:
    sign = yield p.optional(p.char("-"), "+")
    digits = yield p.many1(p.digit)
    yield before("->", "::", ".", ",", ")")
    return sign + "".join(digits)


_json_index = p.do(_json_index_steps)
json_path = p.convert(p.many(p.do(_json_step_steps)), tuple)


def _field_steps() -> Steps:
    return Field((yield field_name), (yield json_path))


field = lexeme(p.do(_field_steps))


def _tree_path_steps() -> Steps:
    names = yield p.sep_by1(field_name, delimiter)
    return tuple(names[:-1]), Field(names[-1], (yield json_path))


tree_path = p.do(_tree_path_steps)
