"""The text of one mail, as whoever sends it makes it."""

from pgdesk.mail.compose import Body
from pgdesk.mail.templates.render import render
from tests.desk import Desk


def rendered(desk: Desk, mail_id: int, base_url: str, secret: str) -> Body:
    made = render(desk.db, [mail_id], base_url, secret)[mail_id]
    assert isinstance(made, Body)
    return made
