"""Charsets as mail programs write them: one letter beyond the standard costs itself at most."""

import pytest

from pgdesk.mail.charsets import decode_bytes, find_charset

#: zbateson/mail-mime-parser#50, Alinto/sogo#380
WRITTEN = {
    "circled digit": ("iso-2022-jp", b"\x1b$B-!HV$NIJJ*\x1b(B", "①番の品物"),
    "half-width kana": ("iso-2022-jp", b"\x1b(I12\x1b(B \x1b$B-!\x1b(B", "ｱｲ ①"),
    "an unknown pair": ("iso-2022-jp", b"\x1b$B-!)!HV\x1b(B ok", "①\ufffd番 ok"),
    "the name of the code page": ("cp50221", b"\x1b$B-!\x1b(B", "①"),
    "the name of the alias": ("csISO2022JP", b"\x1b$B-!\x1b(B", "①"),
    "EUC-JP of Windows": ("euc-jp", b"\xad\xa1\xc6\xfc\x8e\xb1", "①日ｱ"),
    "EUC-JP, a bad byte": ("x-euc-jp", b"\xad\xa1\xff\xc6\xfc", "①\ufffd日"),
    "Shift_JIS of Windows": ("shift_jis", "㈱①".encode("cp932"), "㈱①"),
    "a bad pair in ISO-2022-KR": ("iso-2022-kr", b"\x1b$)C\x0e0!\x7e\x7f0!\x0f abc", "가\ufffd가 abc"),
    "the letters of CP949": ("euc-kr", "똠방각하".encode("cp949"), "똠방각하"),
    "a bad pair in HZ": ("hz-gb-2312", b"~{VP\x7e\x7fVP~} x", "中\ufffd中 x"),
    "ISO-2022-CN": ("iso-2022-cn", b"\x1b$)A\x0eVP\x0f x", "中 x"),
    "Big5 of Windows": ("big5", "碁€".encode("cp950"), "碁€"),
    "Big5 of Hong Kong": ("big5", "嘅咗中".encode("big5hkscs"), "嘅咗中"),
    "a bad byte in UTF-8": ("utf-8", "Grüße, naïve".encode() + b"\xff", "Grüße, naïve\ufffd"),
    "Latin 1 that is called UTF-8": ("utf-8", "Grüße".encode("latin-1"), "Grüße"),
    "UTF-8 that is called ASCII": ("us-ascii", "Grüße".encode(), "Grüße"),
    "UTF-8 that is called UTF-16": ("utf-16", b"plain text", "plain text"),
    "no name, a bad byte": (None, "日本".encode() + b"\x80", "日本\ufffd"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_text(name: str) -> None:
    charset, data, text = WRITTEN[name]
    assert decode_bytes(data, charset) == text


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("cp50220", "iso-2022-jp"), ("x-euc-jp", "euc_jp"), ("x-windows-949", "cp949"), ("ms949", "cp949"),
        ("ibm-850", "cp850"), ("windows-65001", "utf-8"), ("win-1251", "cp1251"), ("ISO-8859-1", "cp1252"),
        ("iso-8859-9", "cp1254"), ("gb_2312-80", "gb18030"), ("x-unknown", None), ("idna", None), ("", None),
    ],
)  # fmt: skip
def test_names(name: str, codec: str | None) -> None:
    assert find_charset(name) == codec
