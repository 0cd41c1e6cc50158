"""Erasure and redaction know of every table in which words about people can stand."""

from pathlib import Path

from tests.conftest import Connection

_UNNAMED = Path(__file__).with_name("unnamed_columns.sql").read_bytes()

#: Columns beside people and tickets that hold no words about anybody, and why they may stay.
MAY_STAY = {
    # articles are the desk's
    *("article_version.title", "article_version.summary", "article_version.body", "article_version.keywords"),
    # so are texts of mails
    *("mail_template.subject", "mail_template.body", "mail_template.language", "mail_template.failure"),
    # what a file or a mail is, not what it says
    *("attachment.media_type", "attachment.part_path", "attachment.sha256"),
    *("attachment.finding", "attachment.network"),
    *("inbound_mail.adapter", "inbound_mail.content_hash"),
    *("mail_arrival.adapter", "mail_arrival.token", "mail_arrival.media_type"),
    # numbers and codes
    *(
        "event.actor_role",
        "event.sla",
        "purged_ticket.sla_results",
        "routing_wait.detail",
        "webhook_delivery.kind",
        "webhook_delivery.request_id",
        "rule_step.request_id",
    ),
    *(
        "ticket.language",
        "ticket.reference",
        "person.language",
        "person.time_zone",
    ),
    # names of systems, and codes and numbers of what was found in them
    *("import.source", "import.adapter", "import.checked", "import.failure"),
    # hashed
    "guest_intake.network",
    # what administrators wrote: why something was taken away or kept, what a rule does
    *("removal.reason", "removal.counts", "legal_hold.reason", "rule_step.actions"),
}


def test_every_text_beside_people_and_tickets_is_gone_through(db: Connection) -> None:
    """Add a row to personal_table in db/schema/after/privacy.sql, or a line above."""
    found = {name for (name,) in db.execute(_UNNAMED).fetchall()}
    assert sorted(found - MAY_STAY) == []
    assert sorted(MAY_STAY - found) == [], "these are gone through, or not there"


def test_each_row_names_what_is_there(db: Connection) -> None:
    """Its predicates and what it sets are SQL that Postgres takes for the table."""
    rows = db.execute(
        "SELECT table_name, of_tickets, of_person, erased FROM helpdesk.personal_table ORDER BY position"
    ).fetchall()
    assert len(rows) > 20
    for table, of_tickets, of_person, erased in rows:
        for predicate in filter(None, (of_tickets, of_person)):
            wanted = predicate.replace("$1", "'{1}'::bigint[]").replace("$2", "'x'")
            verb = (
                f"UPDATE helpdesk.{table} AS r SET {erased}"
                if erased
                else f"DELETE FROM helpdesk.{table} AS r"
            )
            statement = f"EXPLAIN {verb} WHERE {wanted}".replace("$2", "'x'")
            assert db.execute(statement.encode()).fetchall()
