"""What answers a search in the tickets of a list."""

from tests.desk import Desk, refused


def test_the_best_match_of_each_ticket(desk: Desk) -> None:
    subject = desk.ticket(subject="The scanner", description="It is kaputt")
    message = desk.ticket(subject="Help", description="Please")
    other = desk.ticket(subject="Another", description="thing")
    text = f"{'word ' * 100}It is the scanner {'word ' * 100}"
    desk.call(desk.agent, "add_note", ticket_id=message, body=text)
    shown = desk.call(desk.agent, "excerpts", query="scanner", ticket_ids=[subject, message, other])
    assert set(shown) == {str(subject), str(message)}
    assert shown[str(subject)] == "The **scanner**"
    assert "the **scanner** word" in shown[str(message)]
    assert len(shown[str(message)]) < 300


def test_only_of_tickets_that_the_caller_sees_and_of_so_many(desk: Desk) -> None:
    ticket = desk.ticket(subject="The scanner")
    shown = desk.call(desk.agent, "excerpts", query="scanner", ticket_ids=[ticket, 999_999])
    assert shown.keys() == {str(ticket)}
    with refused("PD006", "query is empty"):
        desk.call(desk.agent, "excerpts", query=" ", ticket_ids=[ticket])
    with refused("PD006", "more than 200"):
        desk.call(desk.agent, "excerpts", query="x", ticket_ids=list(range(201)))
    with refused("42501"):
        desk.call(desk.customer, "excerpts", query="scanner", ticket_ids=[ticket])
