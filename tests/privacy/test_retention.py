"""What was kept long enough goes, in batches, save what is under legal hold."""

from tests.privacy.conftest import House


def close(house: House, ticket: int, days: int) -> None:
    desk = house.desk
    desk.run(desk.admin, "SELECT api.close_ticket(%s)", ticket)
    house.as_superuser(
        "UPDATE helpdesk.ticket SET closed_at = closed_at - make_interval(days => %s) WHERE ticket_id = %s",
        days,
        ticket,
    )


def subjects(house: House) -> list[str]:
    return [
        row[0] for row in house.connection.execute("SELECT subject FROM helpdesk.ticket ORDER BY ticket_id")
    ]


def test_tickets_closed_for_long_lose_their_words(house: House) -> None:
    desk = house.desk
    old, held, recent, open_ = (
        desk.ticket(subject=f"Aardvark {name}") for name in ("old", "held", "new", "open")
    )
    desk.message(old, desk.agent, "Aardvark reply")
    for ticket, days in ((old, 40), (held, 40), (recent, 20)):
        close(house, ticket, days)
    hold = desk.call(desk.admin, "place_legal_hold", reason="file 1", ticket_id=held)["legal_hold_id"]
    house.seal()
    assert house.value("SELECT helpdesk.apply_retention()") == 0, "for ever is the default"
    house.run("UPDATE helpdesk.setting SET value = '30' WHERE key = 'closed_tickets_kept_days'")
    assert house.value("SELECT helpdesk.apply_retention()") == 1
    assert subjects(house) == ["[erased]", "Aardvark held", "Aardvark new", "Aardvark open"]
    assert house.where("Aardvark old", "Aardvark reply") == set()
    assert house.value("SELECT helpdesk.apply_retention()") == 0
    desk.call(desk.admin, "lift_legal_hold", legal_hold_id=hold)
    assert house.value("SELECT helpdesk.apply_retention()") == 1
    assert open_
    assert house.faults() == []
    counts = house.value("SELECT counts FROM helpdesk.removal ORDER BY removal_id LIMIT 1")
    assert (counts["ticket"], counts["message"]) == (1, 1)


def test_a_batch_ends_at_its_limit(house: House) -> None:
    for number in range(3):
        close(house, house.desk.ticket(subject=f"Aardvark {number}"), 40)
    house.run("UPDATE helpdesk.setting SET value = '30' WHERE key = 'closed_tickets_kept_days'")
    assert [house.value("SELECT helpdesk.apply_retention(2)") for _ in range(3)] == [2, 1, 0]


def test_old_mails_lose_their_raw_bytes_and_keep_their_text(house: House) -> None:
    for subject in ("First", "Second"):
        house.mail("dora@home.example", subject, "The text stays, the bytes go")
    house.as_superuser(
        "UPDATE helpdesk.inbound_mail SET received_at = received_at - interval '40 days'"
        " WHERE subject = 'First'"
    )
    house.run("UPDATE helpdesk.setting SET value = '30' WHERE key = 'raw_mails_kept_days'")
    assert house.value("SELECT helpdesk.apply_retention()") == 1
    assert house.value("SELECT helpdesk.apply_retention()") == 0
    found = house.connection.execute(
        "SELECT subject, body_text IS NOT NULL, convert_from(raw, 'UTF8') LIKE '[erased] %%'"
        " FROM helpdesk.inbound_mail ORDER BY inbound_mail_id"
    ).fetchall()
    assert found == [("First", True, True), ("Second", True, False)]
