"""Stripping quotes: what must be kept, what must go, and the score over the shared cases."""

import json
import re
from pathlib import Path

import pytest

from pgdesk.mail.html_text import html_to_text
from pgdesk.mail.reply import strip_reply

KEPT_WHOLE = {
    "no quote": "Please call me.\n\n- one\n- two",
    "forward": "See.\n\n---------- Forwarded message ---------\nFrom: B <b@b.example>\nSubject: x\n\nDenied.",
    "fields": "Change:\n\nFrom: Berlin\nTo: Hamburg\nDate: 3 May\n\nThanks",
    "answers between": "On 17 Mar 2025 Desk wrote:\n> Which model?\nThe X200.\n> Since when?\nFriday.",
    "log lines": "It prints:\n\n> select 1;\n> ERROR\n\nand stops.",
    "on in a sentence": "On my desk stands the printer\nthat he wrote about: broken.",
}
NEW_TEXT = {
    "gmail": ("Works.\n\nOn Mon, 3 Feb 2025 at 09:00, Desk <s@desk.example> wrote:\n> Has it?", "Works."),
    "two lines": ("Works.\n\nOn Mon, 3 Feb 2025 at 09:00, Desk <s@desk.example>\nwrote:\n\n> Eh?", "Works."),
    "german": ("Danke.\n\nAm 03.02.2025 um 09:00 schrieb Desk <s@desk.example>:\n> Geht es?", "Danke."),
    "outlook": ("Ok.\n\n________\nFrom: Desk <s@d.example>\nSent: Mon\nTo: A\nSubject: x\n\nHi", "Ok."),
    "outlook german": ("Ja.\n\nVon: Desk <s@desk.example>\nGesendet: Mo\nAn: A\nBetreff: x\n\nHallo", "Ja."),
    "marker": ("Again.\n\n##- Please type your reply above this line -##\n\nOld", "Again."),
    "signature": ("Hello\n\n-- \nAnn\nCEO", "Hello"),
    "phone": ("Hello\n\nSent from my iPhone", "Hello"),
    "only a quote": ("On 3 Feb 2025, Desk <s@desk.example> wrote:\n> Has it?", ""),
    "quoted tail": ("Yes.\n\n> Has it?\n> Really?", "Yes."),
}  # fmt: skip

#: Cases of the shared corpus that may fail, of those that hold any text.
TEXT_FLOOR, HTML_FLOOR = 0.95, 0.75


@pytest.mark.parametrize("name", KEPT_WHOLE)
def test_nothing_is_cut(name: str) -> None:
    assert strip_reply(KEPT_WHOLE[name]) == KEPT_WHOLE[name]


@pytest.mark.parametrize("name", NEW_TEXT)
def test_the_new_text_is_found(name: str) -> None:
    text, expected = NEW_TEXT[name]
    assert strip_reply(text) == expected
    assert strip_reply(text.replace("\n", "\r\n")) == expected


def _cases(shared: Path) -> list[dict[str, str]]:
    index = shared / "mail" / "replies" / "index.jsonl"
    return [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()]


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def test_score_of_text_cases(shared: Path) -> None:
    failed, count = [], 0
    for case in _cases(shared):
        text = _read(shared / "mail" / case["path"])
        if not case["path"].endswith(".txt") or not text:  # twelve cases have an empty body but expect text
            continue
        count += 1
        got = strip_reply(text)
        assert got or not case.get("expected") or not _read(shared / "mail" / case["expected"]).strip(), case[
            "path"
        ]
        if "partial" in case:
            fragments = json.loads(_read(shared / "mail" / case["partial"]))
            is_right = all(one in got for one in fragments["contains"]) and not any(
                one in got for one in fragments["absent"]
            )
        else:
            is_right = got == _read(shared / "mail" / case["expected"]).strip()
        if not is_right:
            failed.append(case["path"])
    assert count >= 80
    assert 1 - len(failed) / count >= TEXT_FLOOR, failed


def test_score_of_html_cases(shared: Path) -> None:
    def words(text: str) -> str:
        return re.sub(r"\s+", "", re.sub(r"^(> ?)+", "", text, flags=re.M))

    failed, count = [], 0
    for case in _cases(shared):
        if not case["path"].endswith(".html"):
            continue
        count += 1
        expected = _read(shared / "mail" / case["expected"])
        if case["expected"].endswith(".html"):
            expected = html_to_text(expected)
        if words(strip_reply(html_to_text(_read(shared / "mail" / case["path"])))) != words(expected):
            failed.append(case["path"])
    assert 1 - len(failed) / count >= HTML_FLOOR, failed
