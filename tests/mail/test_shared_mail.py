"""All shared mails through POST /inbound/mime: none lost, none twice, no error; and what they are called."""

import json
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pgdesk.mail.bodies import find_content
from pgdesk.mail.parse import parse_mail
from tests.api.server import serving, settings_for
from tests.mail.test_inbound_http import HEADERS

#: What a mail can become; a quarantined one needs a reason, here none should.
OUTCOMES = {"ticket", "reply", "automatic", "duplicate"}
FINGERPRINT = """
    SELECT (SELECT count(*) FROM helpdesk.inbound_mail), (SELECT count(*) FROM helpdesk.ticket),
        (SELECT count(*) FROM helpdesk.message), (SELECT count(*) FROM helpdesk.event),
        (SELECT count(*) FROM helpdesk.person), (SELECT count(*) FROM helpdesk.attachment),
        (SELECT count(*) FROM helpdesk.mail_message_id),
        (SELECT max(xmin::text::bigint) FROM helpdesk.inbound_mail)
"""


def _manifest(shared: Path) -> list[dict[str, Any]]:
    folder = shared / "mail"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def _sorted(value: object) -> list[str]:
    return sorted(one.lower() for one in ([value] if isinstance(value, str) else value or []))  # type: ignore[attr-defined]


def test_every_mail_is_taken_in_once_and_called_by_its_name(
    fresh_db: str, shared: Path, record_property: Any
) -> None:
    cases = _manifest(shared)
    with psycopg.connect(fresh_db, autocommit=True) as database:
        database.execute(
            "UPDATE helpdesk.setting SET value = to_jsonb(ARRAY['support@acme-help.example'])"
            " WHERE key = 'inbound_addresses'"
        )
        with serving(settings_for(fresh_db)) as client:

            def post(case: dict[str, Any]) -> dict[str, Any]:
                raw = (shared / "mail" / case["path"]).read_bytes()
                answer = client.post("/inbound/mime", content=raw, headers=HEADERS)
                assert answer.status_code == 200, (case["path"], answer.text)
                return dict(answer.json())

            first = {case["path"]: post(case) for case in cases}
            before = database.execute(FINGERPRINT).fetchone()
            second = {case["path"]: post(case) for case in cases}
            assert database.execute(FINGERPRINT).fetchone() == before
        kept = {
            row[0]: row[1:]
            for row in database.execute(
                "SELECT m.sha256, m.state, m.automatic_kind, array_remove(array_agg(b.address), NULL),"
                " m.ticket_id, encode(sha256(m.raw), 'hex')"
                " FROM helpdesk.inbound_mail AS m"
                " LEFT JOIN helpdesk.bounce AS b ON b.inbound_mail_id = m.inbound_mail_id"
                " AND b.action IN ('failed', 'delayed')"
                " GROUP BY m.inbound_mail_id"
            )
        }
        tickets = {row[0] for row in database.execute("SELECT ticket_id FROM helpdesk.ticket")}

    assert {path: one["inbound_mail_id"] for path, one in first.items()} == {
        path: one["inbound_mail_id"] for path, one in second.items()
    }
    assert len(kept) == len({case["sha256"] for case in cases})
    wrong = []
    outcomes: Counter[tuple[str, str]] = Counter()
    for case in cases:
        state, kind, bounced, ticket_id, sha256_of_raw = kept[case["sha256"]]
        outcomes[case["category"], state] += 1
        assert sha256_of_raw == case["sha256"]
        assert state in OUTCOMES, (case["path"], first[case["path"]])
        assert ticket_id in tickets or (kind and ticket_id is None), case["path"]
        if case["is_automatic"] not in (None, kind is not None):
            wrong.append((case["path"], "is_automatic", kind))
        if case["is_bounce"] not in (None, kind in ("bounce", "delay")):
            wrong.append((case["path"], "is_bounce", kind))
        if (
            kind in ("bounce", "delay")
            and state != "duplicate"
            and case["bounced_address"]
            and _sorted(bounced) != _sorted(case["bounced_address"])
        ):
            wrong.append((case["path"], "bounced_address", bounced))
    for (category, state), count in sorted(outcomes.items()):
        record_property(f"{category} {state}", count)
    assert wrong == []


def test_the_files_of_every_mail_are_found_again_by_their_hashes(shared: Path) -> None:
    count, lost, fewer, silent = 0, [], [], []
    for case in _manifest(shared):
        raw = (shared / "mail" / case["path"]).read_bytes()
        mail = parse_mail(raw)
        count += len(mail.attachments)
        lost += [
            (case["path"], one.part_path)
            for one in mail.attachments
            if find_content(raw, one.part_path, one.sha256) is None
        ]
        # Of a winmail.dat that was opened only what is in it is a file.
        if len(mail.attachments) < (case["attachments"] or 0) and case["category"] != "tnef":
            fewer.append(case["path"])
        said = message_from_bytes(raw).get_payload()
        if isinstance(said, str) and said.strip() and not (mail.text.strip() or mail.attachments):
            silent.append(case["path"])
    print(f"{count} files")
    assert (lost, fewer, silent) == ([], [], [])
