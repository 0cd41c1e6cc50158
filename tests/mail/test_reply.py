"""Stripping quotes: what must be kept, what must go, and the score over the shared cases."""

# ruff: noqa: E501, RUF001

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pgdesk.mail.html_text import html_to_text
from pgdesk.mail.reply import read_reply, strip_reply

KEPT_WHOLE = {
    "no quote": "Please call me.\n\n- one\n- two",
    "forward": "See.\n\n---------- Forwarded message ---------\nFrom: B <b@b.example>\nSubject: x\n\nDenied.",
    "fields": "Change:\n\nFrom: Berlin\nTo: Hamburg\nDate: 3 May\n\nThanks",
    "answers between": "On 17 Mar 2025 Desk wrote:\n> Which model?\nThe X200.\n> Since when?\nFriday.",
    "log lines": "It prints:\n\n> select 1;\n> ERROR\n\nand stops.",
    "on in a sentence": "On my desk stands the printer\nthat he wrote about: broken.",
    # crisp-oss/email-reply-parser#41
    "own lines between dashes": "Three things:\n\nOrder 1: wrong\n--\nOrder 2: late\n--\nOrder 3: refund please",
    "one line of dashes": "Order 4711: wrong colour\n--\nOrder 4713: refund please",
    "own lines between separators": "One\n-- \nTwo was never sent\n-- \nThree",
    "own lines between long dashes": "One\n—\nTwo is broken\n—\nThree",
    "own lines between underscores": "One\n__\nTwo\n__\nThree",
    # getmunin/munin#140
    "sent via a carrier": "The parcel is lost.\nSent via DHL on 3 May, tracking 12345.\nPlease refund me.",
    "sent with a carrier": "Lost.\nSent with UPS, label 123",
    "sent from a town": "Hallo\nGesendet von Bremen am 3. Mai, bitte nachsehen.\nDanke",
    "sent from a phone, and why": "Sorry\nSent from my phone because the laptop is broken",
    "words below a footer": "Sent from my iPhone\nthe pictures are attached.",
    "words below regards": "Please call.\nRegards\nbut only after noon, I am at work.",
    "a block like a header": "I get this error:\n\nFrom: the console\nTo: the log\nSubject: none\n\nWhat shall I do?",
    "a German block like a header": "Bitte ändern:\n\nAn: Max\nVon: Hamburg\nDatum: 3. Mai\nBetreff: Umzug\n\nDanke!",
    "what a technician wrote": "Hi\nOn 3 May 2025 your technician wrote:\nthe router is dead. But it works.\nWhat now?",
    "a time above a quoted log": "I see this at 10:30:\n> ERROR 1",
    "quoted lines at the end": "Yes.\n\n> Has it?\n> Really?",
    "a block like a header at the end": "Please print:\nVon: Lager Hamburg\nAn: Meier\nBetreff: Etikett\nDatum: heute",
    "a Chinese block like a header": "您好\n发件人：张三\n收件人：李四\n主题：标签\n请打印上面的标签",
    "an answer between quotes, a header below": "Reply\n\n> Since when?\n\nFriday\n\n> Which?\nThe X200",
    "a postscript": "All fine\n\n-- \nAnn\n\nPS: please cancel order 9912, too.",
    "a German postscript": "Alles gut\n\n-- \nAnn\nNachtrag: bitte Auftrag 9912 stornieren.",
    "a list of people": "Please add\n--\nBob Smith bob@x.example\nAnn Lee ann@x.example",
    "all below the first line": "Please do this\n-- \n" + "\n".join(f"{n}. a step of it" for n in range(50)),
    "a line that is stuffed with a space": "It prints\n >ready\n >steady",
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
    "brackets in lines of their own": (
        "Works.\n\nOn Mon, 3 Feb 2025 at 09:00 Desk\n\n<\nmailto:Desk <s@desk.example>\n> wrote:\nEh?", "Works."
    ),
    "a quote amid the text": (
        "Yes.\n\n> Has it?\n>\nOn 3 Feb 2025, at 9:00, Desk <s@desk.example> wrote:\n\n> > Eh?", "Yes.\n\n> Has it?\n>"
    ),
    "only a quote": ("On 3 Feb 2025, Desk <s@desk.example> wrote:\n> Has it?", ""),
    "closing": ("It works.\n\nBest regards,\nAnn Novak\nNorth Ltd", "It works."),
    "footer in another language": ("Ja.\n\nVon meinem iPhone gesendet", "Ja."),
    "polish": ("Tak.\n\nwt., 3 lis 2026 o 10:12 Desk <d@desk.example> napisał(a):\n\n> x", "Tak."),
    "czech": ("Ano\n\nút 3. 11. 2026 v 10:12 odesílatel Desk <d@desk.example> napsal:\n\n> x", "Ano"),
    "finnish": ("Joo\n\nti 3. marrask. 2026 klo 10.12 Desk (d@desk.example) kirjoitti:\n\n> x", "Joo"),
    "hungarian": ("Igen\n\nDesk <d@desk.example> ezt írta (időpont: 2026. nov. 3., K, 10:12):\n\n> x", "Igen"),
    "turkish": ("Evet\n\nDesk <d@desk.example>, 3 Kas 2026 Sal, 10:12 tarihinde şunu yazdı:\n\n> x", "Evet"),
    "ukrainian": ("Так\n\nвт, 3 лист. 2026 р. о 10:12 Desk <d@desk.example> пише:\n\n> x", "Так"),
    "korean": ("네.\n\n2026년 11월 3일 (화) 오전 10:12, Desk <d@desk.example>님이 작성:\n\n> x", "네."),
    "arabic": ("نعم\n\nفي 3 نوفمبر 2026 في 10:12 ص تمت كتابة ما يلي بواسطة Desk <d@desk.example>:\n\n> x", "نعم"),
    "hebrew": ("כן\n\nב-3 בנוב׳ 2026 ב-10:12 מאת Desk <\u202ad@desk.example\u202c>:\u202c\n\n> x", "כן"),
    "chinese outlook": ("好\n\n发件人: D <d@desk.example>\n发送时间: 2026年\n收件人: A\n主题: x\n\n旧", "好"),
    "a long signature": ("Hello\n\n-- \nAnn\n" + "A lawyer wants this to be said.\n" * 20, "Hello"),
    "japanese outlook": ("はい\n\n差出人: D <d@desk.example>\n送信日時: 2026年\n宛先: A\n件名: x\n\n古い", "はい"),
}  # fmt: skip

#: Cases of the shared corpus that may fail, of those that hold any text.
TEXT_FLOOR, HTML_FLOOR = 0.95, 0.85


@pytest.mark.parametrize("name", KEPT_WHOLE)
def test_nothing_is_cut(name: str) -> None:
    assert strip_reply(KEPT_WHOLE[name]) == KEPT_WHOLE[name]


@pytest.mark.parametrize("name", NEW_TEXT)
def test_the_new_text_is_found(name: str) -> None:
    text, expected = NEW_TEXT[name]
    assert strip_reply(text) == expected
    assert strip_reply(text.replace("\n", "\r\n")) == expected


def test_what_only_looks_old_is_told_apart() -> None:
    reply = read_reply("Yes.\n\n> Has it?\n> Really?")
    assert (reply.text, reply.shorter, reply.old_lines) == (
        "Yes.\n\n> Has it?\n> Really?", "Yes.", ["Has it?", "Really?"]
    )  # fmt: skip


def test_a_signature_is_known_by_its_sender_s_name() -> None:
    text = "Please call.\n--\nAnn Novak"
    assert (strip_reply(text, "Ann Novak"), strip_reply(text, "Bert")) == ("Please call.", text)


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


def test_quotes_go_and_no_word_of_the_writer_does(shared: Path) -> None:
    """Of the texts in which somebody wrote something, word by word."""

    def words(text: str) -> Counter[str]:
        return Counter(re.findall(r"\w+", text))

    quotes, left, lost = 0, [], []
    for case in _cases(shared):
        text = _read(shared / "mail" / case["path"])
        if not case["path"].endswith(".txt") or not text or "expected" not in case:
            continue
        wanted = words(_read(shared / "mail" / case["expected"])) & words(text)
        if not wanted:
            continue
        kept = strip_reply(text)
        lost += [case["path"]] if wanted - words(kept) else []
        if wanted < words(text):
            quotes += 1
            left += [case["path"]] if words(kept) - wanted else []
    print(f"{quotes - len(left)} of {quotes} quotes removed; left: {left}; words lost: {lost}")
    assert lost == []
    assert len(left) <= 0.05 * quotes, left
