"""The texts of mails: the first of its texts that can be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import psycopg
from liquid.exceptions import LiquidError

from pgdesk.mail.compose import Body
from pgdesk.mail.templates.bodies import as_html, as_subject, as_text
from pgdesk.mail.templates.draft import Draft, Text
from pgdesk.mail.templates.layout import Brand, lay_out
from pgdesk.mail.templates.liquid import fill_in
from pgdesk.mail.templates.marks import mark

_BEGIN = "SELECT * FROM helpdesk.begin_mail_texts(%s, %s)"
_NOTE_FAILURE = "SELECT helpdesk.note_template_failure(%s, %s, %s, %s)"


class Failure(msgspec.Struct):
    """Why a text could not be filled in."""

    text: Text
    problem: str


def render(
    connection: psycopg.Connection[Any], outgoing_mail_ids: Sequence[int], base_url: str, secret: str
) -> dict[int, Body | Exception]:
    """The text of each of these mails of the outbox; where the desk's own fails pgdesk's, and who may mend it
    is told. The error where there is none that can be made.
    """
    made: dict[int, Body | Exception] = {}
    for mail_id, found in connection.execute(_BEGIN, (list(outgoing_mail_ids), base_url)).fetchall():
        try:
            draft = msgspec.convert(found, Draft)
            draft.add_links(base_url, secret)
            made[mail_id], failures = fill(draft)
        # For what is wrong with one the others do not wait.
        except Exception as error:
            made[mail_id] = error
            continue
        for each in failures:
            connection.execute(
                _NOTE_FAILURE, (draft.kind, each.text.language, each.text.version, each.problem)
            )
    return made


def fill(draft: Draft) -> tuple[Body, list[Failure]]:
    """The first of the texts that can be filled in, and what is wrong with those before it.

    Raises LiquidError if none can.
    """
    failures: list[Failure] = []
    for text in draft.texts[:-1]:
        try:
            return _fill(text, draft.values, draft.brand), failures
        except LiquidError as error:
            failures.append(Failure(text, f"{type(error).__name__}: {error.message}"))
    return _fill(draft.texts[-1], draft.values, draft.brand), failures


def _fill(text: Text, values: Mapping[str, object], brand: Brand) -> Body:
    subject, body, footer = (
        as_subject(fill_in(text.subject, values)),
        fill_in(text.body, values),
        mark(brand.footer or ""),
    )
    html = lay_out(brand, text.language, subject, as_html(body), as_html(footer) if footer else None)
    plain = as_text(body)
    return Body(subject, f"{plain}\n-- \n{as_text(footer)}" if footer else plain, html)
