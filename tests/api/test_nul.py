"""NUL in a filter: a text of Postgres cannot hold it, so it matches nothing and changes nothing."""

from tests.api.conftest import Desk


def test_a_read_that_asks_for_nul_answers_as_recorded(desk: Desk) -> None:
    answer = desk.client.get("/rest/tickets?subject=eq.%00", headers=desk.headers("agent"))
    assert (answer.status_code, answer.json()) == (200, [])


def test_a_write_that_asks_for_nul_changes_nothing(desk: Desk) -> None:
    description = "SELECT description FROM helpdesk.ticket WHERE ticket_id = %s"
    before = desk.database.execute(description, (desk.ticket_id,)).fetchone()
    answer = desk.client.patch(
        "/rest/tickets?subject=eq.Printer%20offline%00x",
        json={"description": "changed by a filter that names no ticket"},
        headers=desk.headers("agent"),
    )
    after = desk.database.execute(description, (desk.ticket_id,)).fetchone()
    desk.database.execute(
        "UPDATE helpdesk.ticket SET description = %s WHERE ticket_id = %s", (before[0], desk.ticket_id)
    )  # type: ignore[index]
    assert after == before
    assert 400 <= answer.status_code < 500
