"""A fault of a text is found when it is saved: what passes can be filled in, whatever it is."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgdesk.mail.templates.liquid import fill_in
from tests.conftest import Connection

PLACEHOLDERS = ["ticket.subject", "ticket.url", "notices", "notices.title"]
VALUES: dict[str, Any] = {
    "ticket": {"subject": "Fire", "url": ""},
    "notices": [{"title": "One"}, {"title": ""}],
}


def fault(db: Connection, template: str) -> Any:
    ((found,),) = db.execute(
        "SELECT helpdesk.find_template_fault(%s, %s)", (template, PLACEHOLDERS)
    ).fetchall()
    return found


@pytest.mark.parametrize(
    "template",
    [
        "",
        "No placeholder, a { brace } and 100 %",
        "{{ ticket.subject }}{{-ticket.url-}}",
        '{{ ticket.subject | truncate: 80 | upcase | default: "none | }" }}',
        "{% if ticket.url %}a{% elsif ticket.subject == 'x' and ticket.url != \"\" %}b{% else %}c{% endif %}",
        "{% unless notices %}none{% else %}some{% endunless %}",
        "{% for one in notices %}- {{ one.title }}\n{% if one.title %}!{% endif %}{% endfor %}",
        "{%- for one in notices -%}{%- endfor -%}{% for one in notices %}{% endfor %}",
    ],
)
def test_what_is_right_can_be_filled_in(db: Connection, template: str) -> None:
    assert fault(db, template) is None
    fill_in(template, VALUES)


@pytest.mark.parametrize(
    ("template", "message", "line", "column"),
    [
        ("Dear\n  {{ ticket.nobody }}", "placeholder {{ticket.nobody}} is unknown", 2, 3),
        ("{{ subject }}", "placeholder {{subject}} is unknown", 1, 1),
        ("{{ }}", "a placeholder is written {{ group.name }}", 1, 1),
        ("{{}}", "a placeholder is written {{ group.name }}", 1, 1),
        ("{{ 'text' }}", "a placeholder is written {{ group.name }}", 1, 1),
        ("x {{ ticket.subject", "{{ is never closed", 1, 3),
        ("x {% if ticket.subject", "{% is never closed", 1, 3),
        ("x {%}", "{% is never closed", 1, 3),
        ("{% if ticket.subject %}", "if is never closed", 1, 24),
        ("{{ ticket.subject | replace: 'a', 'aa' }}", "what follows {{ticket.subject is no filter", 1, 1),
        ("{{ ticket.subject.size }}", "placeholder {{ticket.subject.size}} is unknown", 1, 1),
        ("{{ ticket.subject --}}", "what follows {{ticket.subject is no filter", 1, 1),
        ("{{ notices }}", "notices is a list: write {% for one in notices %}", 1, 1),
        ("{{ notices.title }}", "placeholder {{notices.title}} is unknown", 1, 1),
        ("{{ one.title }}", "placeholder {{one.title}} is unknown", 1, 1),
        ("{% for one in notices %}{{ one.body }}{% endfor %}", "placeholder {{one.body}} is unknown", 1, 25),
        ("{% for one in notices %}{{ one }}{% endfor %}", "placeholder {{one}} is unknown", 1, 25),
        (
            "{% for one in notices %}{% endfor %}{{ one.title }}",
            "placeholder {{one.title}} is unknown",
            1,
            37,
        ),
        (
            "{% for one in notices %}{% for two in notices %}{% endfor %}{% endfor %}",
            "a loop stands in no other loop",
            1,
            25,
        ),
        ("{% for one in (1..9) %}{% endfor %}", "a loop is written {% for one in list %}", 1, 1),
        ("{% for one in ticket %}{% endfor %}", "ticket is no list", 1, 1),
        (
            "{% for ticket in notices %}{% endfor %}",
            "ticket is taken: call what stands in the list something else",
            1,
            1,
        ),
        ("{% if and %}{% endif %}", "placeholder and is unknown", 1, 1),
        ("{% if ticket.url > 1 %}{% endif %}", "a condition is written", 1, 1),
        ("{% if ticket.url and ticket.nobody %}{% endif %}", "placeholder ticket.nobody is unknown", 1, 1),
        ("{% elsif ticket.url %}", "elsif belongs to no if", 1, 1),
        ("{% else %}", "else belongs to no if", 1, 1),
        ("{% if ticket.url %}{% else %}{% else %}{% endif %}", "else belongs to no if", 1, 30),
        (
            "{% if ticket.url %}{% else %}{% elsif ticket.url %}{% endif %}",
            "elsif belongs to no if",
            1,
            30,
        ),
        ("{% endfor %}", "endfor belongs to no for", 1, 1),
        ("{% if ticket.url %}{% endunless %}", "endunless belongs to no unless", 1, 20),
        ("{% include 'x' %}", "tag include is unknown", 1, 1),
        ("{% raw %}{{ x }}{% endraw %}", "tag raw is unknown", 1, 1),
        ("{% if ticket.url %}" * 6, "at most five blocks stand in each other", 1, 96),
        ("{{ ticket.url }}" * 501, "a text has at most 500 placeholders and tags", 1, 8001),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    db: Connection, template: str, message: str, line: int, column: int
) -> None:
    found = fault(db, template)
    assert found["message"].startswith(message)
    assert (found["line"], found["column"]) == (line, column)


_PIECES = st.sampled_from(
    [
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            "-",
            " ",
            "\n",
            "|",
            ":",
            "'",
            '"',
            ".",
            "a",
            "80",
            "==",
            "!=",
            "and",
            "or",
            "{",
            "}",
        ),
        *(
            "if",
            "elsif",
            "else",
            "endif",
            "unless",
            "endunless",
            "for",
            "in",
            "endfor",
            "one",
            "one.title",
            "forloop",
        ),
        *(
            "ticket.subject",
            "notices",
            "truncate",
            "default",
            "upcase",
            "raw",
            "endraw",
            "comment",
            "empty",
            "true",
        ),
        *(
            "{% if ticket.subject %}",
            "{% endif %}",
            "{% for one in notices %}",
            "{% endfor %}",
            "{{ ticket.url }}",
        ),
        *(
            "{{ one.title | ",
            "{% if ",
            "{% for ",
            "{{ ticket.subject ",
            " %}",
            " }}",
            "#",
            "{% else %}",
            "\xa0",
            "\u017f",
        ),
    ]
)


@settings(max_examples=1500, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_whatever_passes_can_be_filled_in(db: Connection, template: str) -> None:
    if fault(db, template) is None:
        fill_in(template, VALUES)
