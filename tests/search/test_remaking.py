"""Words that another server made are made anew, in the background."""

from tests.desk import SYSTEM, Desk
from tests.search.found import found


def _spoil(desk: Desk) -> None:
    """As if another server with other stemmers had made all words."""
    for table in ("ticket_search", "message_search"):
        desk.run(SYSTEM, f"UPDATE helpdesk.{table} SET document = to_tsvector('simple', 'other') RETURNING 1")
    desk.run(SYSTEM, "UPDATE helpdesk.search_words_made SET recipe = 'PostgreSQL 14' RETURNING 1")


def test_words_of_another_server_are_made_anew_by_the_job(desk: Desk) -> None:
    tickets = [desk.ticket(subject="Adding zeppelins") for _ in range(3)]
    message = desk.ticket()
    desk.message(message, desk.customer, "Adding zeppelins")
    assert desk.one(SYSTEM, "SELECT helpdesk.index_words()") == 0
    _spoil(desk)
    written = desk.one(SYSTEM, "SELECT helpdesk.index_words(8)")
    assert (written, set(found(desk, desk.agent, "zeppelin"))) == (3, {tickets[2], message})
    while desk.one(SYSTEM, "SELECT helpdesk.index_words(8)"):
        pass
    assert set(found(desk, desk.agent, "zeppelin")) == {*tickets, message}


def test_an_edit_while_words_are_made_anew_is_kept(desk: Desk) -> None:
    ticket = desk.ticket(subject="Zeppelins")
    _spoil(desk)
    desk.run(desk.agent, "UPDATE api.tickets SET subject = 'Balloons' WHERE ticket_id = %s", ticket)
    desk.run(SYSTEM, "SELECT helpdesk.index_words()")
    assert (found(desk, desk.agent, "zeppelins"), found(desk, desk.agent, "balloons")) == ([], [ticket])


def test_messages_are_stemmed_as_their_ticket_is(desk: Desk) -> None:
    ticket = desk.ticket(language="en")
    desk.message(ticket, desk.customer, "Zwei Störungen")
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET language = 'de' WHERE person_id = %s RETURNING 1", desk.agent.id
    )
    assert found(desk, desk.agent, '"Störung"') == []
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET language = 'de' WHERE ticket_id = %s RETURNING 1", ticket)
    assert found(desk, desk.agent, '"Störung"') == [ticket]
