"""What mails say: pgdesk's texts, the desk's own, their versions, and what stands in for one that fails."""

from typing import Any

import pytest
from psycopg.types.json import Json

from pgdesk.mail.compose import Body
from tests.desk import SYSTEM, Desk, Person, refused
from tests.templates.rendered import rendered

WORKER = Person("worker")
URL, SECRET = "https://desk.example", "a secret that only these tests know"
KIND = "password_changed"


def kinds(desk: Desk) -> list[str]:
    return [kind for (kind,) in desk.run(SYSTEM, "SELECT kind FROM helpdesk.outgoing_mail_kind ORDER BY 1")]


def mail(desk: Desk, kind: str = KIND, language: str = "en", **data: Any) -> Body:
    """The text of a mail to the customer."""
    mail_id = desk.one(
        SYSTEM,
        "SELECT helpdesk.queue_mail(%s, %s, p_language => %s, p_data => %s::jsonb, p_ticket_id => %s)",
        kind,
        desk.customer.id,
        language,
        Json(data.get("data", {})),
        data.get("ticket_id"),
    )
    return rendered(desk, mail_id, URL, SECRET)


def save(desk: Desk, subject: str, body: str, language: str = "en", **others: Any) -> dict[str, Any]:
    return desk.call(
        desk.admin,
        "save_mail_template",
        kind=KIND,
        language=language,
        subject=subject,
        body=body,
        **others,
    )


def test_every_kind_has_a_text_in_three_languages(desk: Desk) -> None:
    there = set(desk.run(SYSTEM, "SELECT kind, language FROM helpdesk.shipped_mail_template"))
    assert there >= {(kind, language) for kind in kinds(desk) for language in ("en", "de", "fr")}


def test_every_text_can_be_filled_in_with_samples(desk: Desk) -> None:
    for kind, language in desk.run(SYSTEM, "SELECT kind, language FROM helpdesk.shipped_mail_template"):
        mail_id = desk.call(desk.admin, "send_test_mail", kind=kind, language=language)[""]
        made = rendered(desk, mail_id, URL, SECRET)
        assert made.subject
        assert f'<html lang="{language}">' in made.html
        assert "{{" not in made.text + made.html
        assert "{%" not in made.text + made.html
        assert "max@desk.example" not in made.text


def test_a_text_is_in_the_language_of_its_reader(desk: Desk) -> None:
    assert mail(desk, language="de").subject == "Ihr Passwort wurde geändert"
    assert mail(desk, language="fr-CA").subject == "Votre mot de passe a été modifié"
    assert mail(desk, language="xx").subject == "Your password was changed"
    desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = '\"de\"' WHERE key = 'mail_language'")
    assert mail(desk, language="xx").subject == "Ihr Passwort wurde geändert"
    guest = desk.one(SYSTEM, "SELECT helpdesk.find_or_create_guest('neu@guest.example', 'Neu')")
    named = desk.call(desk.agent, "add_person", name="New", email="new@guest.example", language="fr")[
        "person_id"
    ]
    languages = "SELECT language FROM helpdesk.person WHERE person_id IN (%s, %s) ORDER BY 1"
    assert desk.run(SYSTEM, languages, guest, named) == [("de",), ("fr",)]
    save(desk, "Heslo", "Nové", "cs")
    assert mail(desk, language="cs").subject == "Heslo"


def test_what_the_desk_writes_is_sent_until_it_takes_it_back(desk: Desk) -> None:
    first = save(desk, "New {{ desk.name }}", "Hello {{ recipient.name }}", based_on=0)
    assert (first["version"], first["is_own"]) == (1, True)
    assert mail(desk).subject == "New Support"
    with refused("PD005", "the text has version 1, not 0"):
        save(desk, "x", "y", based_on=0)
    assert save(desk, "Newer", "Hello", based_on=1)["version"] == 2
    assert mail(desk).subject == "Newer"
    again = desk.call(desk.admin, "restore_mail_template", kind=KIND, language="en", version=1)
    assert (again["version"], again["subject"]) == (3, "New {{ desk.name }}")
    shipped = desk.call(desk.admin, "restore_mail_template", kind=KIND, language="en")
    assert (shipped["is_own"], shipped["subject"]) == (False, "Your password was changed")
    assert mail(desk).subject == "Your password was changed"
    assert desk.run(desk.agent, "SELECT version FROM api.mail_template_versions ORDER BY 1") == [
        (1,),
        (2,),
        (3,),
        (4,),
    ]
    desk.call(desk.admin, "restore_mail_template", kind=KIND, language="en")
    assert desk.one(desk.agent, "SELECT count(*) FROM api.mail_template_versions") == 4
    with refused("PD001", "version 9"):
        desk.call(desk.admin, "restore_mail_template", kind=KIND, language="en", version=9)


def test_what_cannot_be_filled_in_is_not_saved(desk: Desk) -> None:
    with refused("PD145", "body, line 2, column 3: placeholder {{link.url}} is unknown", "desk, recipient"):
        save(desk, "x", "y\n  {{ link.url }}")
    with refused("PD145", "subject, line 1, column 1"):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.mail_template (kind, language, version, subject, body)"
            " VALUES (%s, 'en', 1, '{{ x', 'y')",
            KIND,
        )
    with refused("PD006", "subject or body is missing"):
        desk.call(desk.admin, "save_mail_template", kind=KIND, language="en", subject="x", body=None)
    with refused("PD001", "kind of mail nothing not found"):
        desk.call(desk.admin, "restore_mail_template", kind="nothing", language="en")
    with refused("PD145", "at most 20000 characters"):
        desk.call(desk.admin, "send_test_mail", kind=KIND, subject="x", body="y" * 20001)


def test_a_text_that_fails_is_replaced_and_told_of_once(desk: Desk) -> None:
    save(desk, "Good", "Good")
    desk.db.execute("SET LOCAL session_replication_role = replica")
    desk.run(SYSTEM, "UPDATE helpdesk.mail_template SET body = '{%% for a in (1..99999) %%}.{%% endfor %%}'")
    desk.db.execute("SET LOCAL session_replication_role = DEFAULT")
    assert mail(desk).subject == mail(desk).subject == "Your password was changed"
    assert "LoopIteration" in desk.one(desk.agent, "SELECT failure FROM api.mail_templates WHERE is_own")
    told = "SELECT person_id FROM helpdesk.notification WHERE kind = 'mail_template_failed'"
    assert desk.run(SYSTEM, told) == [(desk.admin.id,)]


def test_a_kind_without_any_text_is_sent_with_what_it_is(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.outgoing_mail_kind (kind, description)"
        " VALUES ('odd', 'Something odd happened.')",
    )
    made = mail(desk, "odd", "de")
    assert (made.subject, made.text) == ("Something odd happened.", "Something odd happened.\n")


@pytest.fixture
def ticket(desk: Desk) -> int:
    desk.clock("2026-03-02 12:00:00+00")
    return desk.ticket(subject="Fire & <flames>", department_id=desk.support)


def test_a_mail_looks_as_its_department_does(desk: Desk, ticket: int) -> None:
    plain = mail(desk, ticket_id=ticket)
    assert "background: #175cd3; color: #ffffff" in plain.html
    assert "<img" not in plain.html
    assert "\n-- \n" not in plain.text
    desk.run(
        desk.admin,
        "INSERT INTO api.mail_brands (department_id, name, colour, logo_url, footer)"
        " VALUES (%s, 'Hot <line>', '#ffe600', 'https://cdn.example/a.png', E'Hot GmbH\nMain 1')",
        desk.support,
    )
    made = mail(desk, ticket_id=ticket)
    assert "background: #ffe600; color: #000000" in made.html
    assert '<img src="https://cdn.example/a.png" alt="Hot &lt;line&gt;"' in made.html
    assert made.text.endswith("\n-- \nHot GmbH\nMain 1\n")
    for wrong in ({"colour": "red"}, {"logo_url": "http://x.example/"}, {"logo_url": 'https://x.example/"a'}):
        ((column, value),) = wrong.items()
        with refused("23514"):
            desk.run(desk.admin, f"UPDATE api.mail_brands SET {column} = %s", value)
