"""Greetings use the first name, however mail programs and directories write names."""

import pytest

from tests.desk import SYSTEM, Desk


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("John Doe", "John"),
        ("Doe, John (EXT)", "John"),
        ("Doe, John", "John"),
        ("Doe (EXT), John", "John"),
        ("van der Berg, Anna Maria", "Anna"),
        ("DOE John", "John"),
        ("DE LA CRUZ Maria", "Maria"),
        ("O'NEILL-SMITH Ann", "Ann"),
        ("JD Vance", "JD"),
        ("JOHN DOE", "JOHN"),
        ("John Doe, PhD", "John"),
        ("Doe, John, M.D.", "John"),
        ("Doe, Jr., John", "John"),
        ("Dr. John Doe", "John"),
        ("Prof. Dr. Anna Müller", "Anna"),
        ("Müller, Dr. Anna", "Anna"),
        ("Dr.", "Dr."),
        ('"John Doe"', "John"),
        ("'John Doe'", "John"),
        ("[External] John Doe", "John"),
        ("John (Sales", "John"),
        ("  Élodie  Petit ", "Élodie"),
        ("山田太郎", "山田太郎"),
        ("Anna-Lena Ö.", "Anna-Lena"),
        ("Doe,", "Doe"),
        ("Acme, Inc.", "Acme"),
        ("Doe,John", "John"),
        ("John (john@corp.example)", "John"),
        ("Doe, John <john@corp.example>", "John"),
        ("info@corp.example", ""),
        ("'info@corp.example' (Sales)", ""),
        ("(EXT)", ""),
        ("—", ""),
    ],
)
def test_the_first_name_of_a_name(desk: Desk, name: str, first: str) -> None:
    assert desk.one(SYSTEM, "SELECT helpdesk.first_name(%s)", name) == first


def test_greetings_turn_names_round(desk: Desk) -> None:
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET name = 'Doe, John (EXT)' WHERE person_id = %s RETURNING 1",
        desk.customer.id,
    )  # fmt: skip
    ticket = desk.ticket(assignee_id=desk.agent.id)
    said = desk.one(SYSTEM, "SELECT helpdesk.render_template('{{requester.first_name}}, hello', %s)", ticket)
    assert said == "John, hello"
