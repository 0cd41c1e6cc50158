"""Values are never markup: what people wrote stands in a mail as they wrote it, in plain text and in HTML."""

import re
import time

import pytest

from pgdesk.mail.compose import Body
from pgdesk.mail.templates.bodies import as_text
from pgdesk.mail.templates.draft import Draft, Text
from pgdesk.mail.templates.layout import Brand
from pgdesk.mail.templates.links import GuestLink
from pgdesk.mail.templates.render import fill
from tests.articles.test_rendering import RUNNING

BRAND = Brand("Desk", "#175cd3", "#ffffff", "#175cd3")
TEXT = """Hello {{ recipient.name }},

{{ message.body }}

> {{ message.body }}

- {{ message.body }}

**{{ message.body }}** `{{ message.body }}`

[{{ message.body }}]({{ message.body }})

[{{ message.body }}]({{ ticket.url }})
"""


def filled(body: str, template: str = TEXT, subject: str = "{{ message.body }}") -> Body:
    values = {
        "recipient": {"name": "Max"},
        "message": {"body": body},
        "ticket": {"url": "https://d.example/1"},
    }
    made, failures = fill(Draft("x", [Text(subject, template, "en")], values, BRAND))
    assert failures == []
    return made


def content(made: Body) -> str:
    found = re.search(r"<main[^>]*>(.*)</main>", made.html, re.S)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "text", [*RUNNING, '<a class="button" href="https://x.example">', "v0x00z", "{{ x }}", "{%"]
)
def test_what_people_write_runs_nothing(text: str) -> None:
    html = content(filled(text))
    tags = re.findall(r"<(/?[a-z0-9]+)((?:[^<>\"]|\"[^\"]*\")*)>", html)
    assert {tag.lstrip("/") for tag, _ in tags} <= {
        "p",
        "a",
        "br",
        "blockquote",
        "ul",
        "li",
        "strong",
        "code",
    }
    for tag, attributes in tags:
        named = dict(re.findall(r'([a-z-]+)="([^"]*)"', attributes))
        assert set(named) <= ({"href", "rel", "style"} if tag == "a" else set())
        assert named.get("href", "https:").startswith(("https:", "http:", "mailto:"))
    assert text.replace("\x01", "") in filled(text).text


def test_the_mail_reads_as_it_was_written() -> None:
    made = filled("One *two*\n  three  four\nhttps://x.example/a_b?c=d&e=f).")
    assert made.subject == "One *two* three four https://x.example/a_b?c=d&e=f)."
    assert made.text.startswith(
        "Hello Max,\n\nOne *two*\n  three  four\nhttps://x.example/a_b?c=d&e=f).\n\n"
        "> One *two*\n>   three  four\n> https://x.example/a_b?c=d&e=f).\n"
    )
    html = content(made).replace("\xa0", "&nbsp;")
    assert "<p>One *two*<br>\n&nbsp; three&nbsp; four<br>\n" in html
    assert '<a href="https://x.example/a_b?c=d&amp;e=f" rel="noopener noreferrer">' in html


def test_what_is_empty_is_not_there() -> None:
    template = (
        "Hi{% if message.body %} {{ message.body }}{% endif %}{% unless message.body %}!{% endunless %}"
    )
    assert filled("", template).text == "Hi!\n"
    assert filled("Max", template).text == "Hi Max\n"


def test_a_subject_is_one_line() -> None:
    assert filled("Fire\r\nBcc: x@evil.example\x00\u2028" + "a" * 999).subject.startswith(
        "Fire Bcc: x@evil.example a"
    )
    assert len(filled("a" * 9999).subject) == 250


def test_a_paragraph_that_is_a_link_is_a_button_if_the_template_says_so() -> None:
    made = filled("x", "[Open]({{ ticket.url }})\n\nor [so]({{ ticket.url }})")
    assert made.text == "Open: https://d.example/1\n\nor so: https://d.example/1\n"
    assert content(made).count("display: inline-block") == 1
    assert "inline-block" not in content(
        filled('https://x.example/\n\n<a class="button">', "{{ message.body }}")
    )


def test_a_long_text_takes_no_longer_than_its_length_says() -> None:
    begun = time.process_time()
    made = filled("> [a](b) **c** http://d.example/ \U0001f600\n" * 5000, "{{ message.body }}", "x")
    assert made.html.count("\U0001f600") == 5000
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("piece", ["[", "[a](", "**a", "`", "<a ", "> "])
def test_a_long_template_takes_no_longer_than_its_length_says(piece: str) -> None:
    def seconds(length: int) -> float:
        begun = time.process_time()
        as_text((piece * length)[:length])
        return time.process_time() - begun

    assert seconds(80_000) < 20 * seconds(10_000) + 0.5


def test_links_to_get_in_are_made_where_the_mail_is() -> None:
    reset = Draft("reset_password", [], {"link": {"until": "soon"}}, BRAND, nonce="00" * 32)
    reset.add_links("https://d.example", "secret")
    assert reset.values["link"]["until"] == "soon"
    assert reset.values["link"]["url"].startswith("https://d.example/auth/password#")
    guest = Draft("rate_ticket", [], {}, BRAND, guest_link=GuestLink(7, "00" * 32, "01" * 32))
    guest.add_links("https://d.example", "secret")
    assert guest.values["link"]["url"].startswith("https://d.example/auth/guest#7.")
    assert re.fullmatch("[0-9]+", guest.values["link"]["code"])
    assert [rating["stars"] for rating in guest.values["ratings"]] == [
        "★★★★★",
        "★★★★☆",
        "★★★☆☆",
        "★★☆☆☆",
        "★☆☆☆☆",
    ]
    assert guest.values["ratings"][0]["url"] == guest.values["link"]["url"] + "&rating=5"
