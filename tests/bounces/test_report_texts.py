"""Reports in words: the recipients and what is said of each, and nobody of the mail that comes back."""

import json
from pathlib import Path

import pytest

from pgdesk.mail.parse import parse_mail
from pgdesk.mail.report_texts import read_text

TEXTS = {
    "qmail": (
        "Hi. This is the qmail-send program at nq.example.\n\n<ann@gone.example>:\n"
        "Sorry, I couldn't find any host named gone.example. (#5.1.2)\n\n"
        "--- Below this line is a copy of the message.\n\nFrom: bob@desk.example\nTo: ann@gone.example\n",
        [("ann@gone.example", "5.1.2")],
    ),
    "sendmail": (
        "   ----- Transcript of session follows -----\n>>> MAIL From:<bob@desk.example>\n"
        "550 <ann@x.example>... User unknown\n452 <cat@x.example>... Mailbox full\n"
        "   ----- Unsent message follows -----\nTo: dan@x.example\n",
        [("ann@x.example", "5.0.0"), ("cat@x.example", "4.0.0")],
    ),
    "exim": (
        "The following address failed:\n\n  ann@x.example\n    host mx.x.example [192.0.2.1]\n"
        "    SMTP error: 550 5.7.1 <ann@x.example> Blocked\n",
        [("ann@x.example", "5.7.1")],
    ),
    "exchange": (
        "Your message\n\n  To:      team\n  Subject: 5.1.1 Cat\n\n"
        "did not reach the following recipient(s):\n\n"
        "ann@x.example on Thu, 29 Apr 2010 00:00:00\n    The recipient name is not recognized\n",
        [("ann@x.example", "")],
    ),
    "nobody": ("It could not be delivered to example.com at 192.0.2.1.", []),
}


@pytest.mark.parametrize("name", TEXTS)
def test_recipients_are_found(name: str) -> None:
    text, expected = TEXTS[name]
    assert [(one.address, one.status) for one in read_text(text, {"bob@desk.example"})] == expected


def test_what_is_said_of_one_is_not_said_of_the_next() -> None:
    first, second = read_text("<a@x.example>:\n550 5.1.1 gone\n<b@x.example>:\n452 4.2.2 full\n", set())
    assert (first.diagnostic, second.diagnostic) == (
        "<a@x.example>: 550 5.1.1 gone", "<b@x.example>: 452 4.2.2 full"
    )  # fmt: skip


def test_the_corpus_names_its_recipients(shared: Path) -> None:
    folder = shared / "mail"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    silent = []
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["is_bounce"]]
    for case in cases:
        automatic = parse_mail((folder / case["path"]).read_bytes()).automatic
        known = case["bounced_address"]
        named = {one.address for one in automatic.recipients}
        assert not known or named == {a.lower() for a in ([known] if isinstance(known, str) else known)}
        silent += [] if named else [case["path"]]
    print(f"{len(silent)} of {len(cases)} reports name nobody: {silent}")
    assert len(silent) <= 0.05 * len(cases), silent
