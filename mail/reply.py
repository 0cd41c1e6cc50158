"""Finds the new text of a mail that quotes older ones.

Linear in the length of the text: each line is looked at once, a quote's header is matched in a window of
four lines. mail-parser-reply gives its tables of phrases only: its parser takes half a minute for 20 kB of
"On On On", which a stranger may send, keeps signatures, and returns an answer below a quote with the quote.
"""

from __future__ import annotations

import re
from typing import Any, cast

from mailparser_reply.constants import MAIL_LANGUAGES  # type: ignore[import-untyped]

#: Lines that one quote header ("On …, Ann <ann@…>\nwrote:") may span, and the characters they may hold.
_HEADER_LINES = 4
_HEADER_CHARS = 400

#: A quote that begins further down is not looked for.
_SCANNED_LINES = 3000

_LANGUAGES = cast(dict[str, dict[str, Any]], MAIL_LANGUAGES)

_MARKER = re.compile(
    r"^[\s>*]*(##-.*-##|[-=_#*]{2,}.*(?:reply|type|write|antwort).*(?:above|oberhalb|über).*[-=_#*]{2,})\s*$",
    re.I,
)
_ORIGINAL = re.compile(
    r"^[\s>]*-{2,}\s*(?:original|reply|antwort|ursprüngliche|oprindelig|opprinnelig|ursprungligt"
    r"|mensaje|message|messaggio|oorspronkelijk|wiadomość|alkuperäinen)[\w ]*-{2,}\s*$",
    re.I,
)
_ORIGINAL_FREE = re.compile(
    r"^[\s>]*-{5,}\s*[^\n-]{0,20}(?:message|nachricht|besked|meddelelse|melding|meddelande|bericht|origin[ae]l)"
    r"[^\n-]{0,20}-{5,}\s*$",
    re.I,
)
_FORWARD = re.compile(
    r"^[\s>]*(?:-{2,}\s*(?:forwarded|weitergeleitete|message transf|mensaje reenviado|messaggio inoltrato"
    r"|doorgestuurd|videresendt|vidarebefordrat|fwd)|begin forwarded message)",
    re.I,
)
_RULE = re.compile(r"^\s*[_=-]{4,}\s*$")
_WROTE = (
    r"wrote|writes|schrieb|schreef|geschreven|skrev|a écrit|escribió|ha scritto|napisał(?:\(a\))?"
    r"|napsal(?:\(a\))?|escreveu|kirjoitti|пишет|написал\w*"
)
_LEAD = (
    r"on|am|le|el|il|op|den|på|em|dne|dnia|w dniu|man|tir|ons|tor|fre|lør|søn|mon|tue|wed|thu|fri|sat|sun"
    r"|sent from|ma|di|wo|do|vr|za|zo|\d"
)
_HEAD_PATTERNS = (
    # On <date>, <somebody> wrote:
    re.compile(rf"^(?=.*[\d@])[\s>-]*(?:{_LEAD})\b.{{0,300}}(?:{_WROTE})\b.{{0,80}}?:$", re.I),
    # Zoho, Android and others: between dashes, no colon
    re.compile(rf"^[\s>]*-{{2,}}.{{2,300}}(?:{_WROTE})\s*-{{2,}}$", re.I),
    re.compile(rf"^[\s>]*on .{{0,100}}\d{{1,2}}:\d\d.{{0,200}}<[^<> ]+@[^<> ]+> (?:{_WROTE})$", re.I),
    # <date> <somebody> <address>:
    re.compile(
        r"^[\s>]*(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{4}|\d\d?:\d\d [AP]M,)"
        r".{0,200}<\s?[^<> ]+@[^<> ]+>:$",
        re.I,
    ),
    re.compile(r"^[\s>]*\w{2,12}, \d\d? .{5,200}<[^<> ]+@[^<> ]+>:$"),
    re.compile(r"^[\s>]*\d{4}年\d{1,2}月\d{1,2}日.{0,200}(?:写道\uff1a|<[^<> ]+>:)$"),
    re.compile(r"^[\s>]*\d{4}년 \d{1,2}월 \d{1,2}일.{0,200}작성하였습니다:$"),
)
_FROM = r"from|von|de|da|van|fra|från|od|lähettäjä|от|发件人"
_LABEL = re.compile(
    rf"^[\s>*]*({_FROM}|sent|gesendet|envoyé(?: le)?|enviado|inviato|verzonden|sendt|skickat|wysłano"
    r"|date|datum|dato|data|fecha|to|an|à|a|para|aan|til|till|do|cc|kopie|copie à"
    r"|subject|betreff|objet|asunto|oggetto|onderwerp|emne|ämne|temat|sujet"
    r"|reply-to|importance|attachments|organization|message du)\s*:\*?",
    re.I,
)
_FROM_LABEL = re.compile(rf"^[\s>*]*(?:{_FROM})\s*:", re.I)
_SUBJECT_LABEL = re.compile(
    r"^[\s>*]*(?:subject|betreff|objet|asunto|oggetto|onderwerp|emne|ämne|temat|sujet)\s*:", re.I
)
_SENT_FROM = re.compile(
    r"^\s*(?:"
    + "|".join(v["sent_from"] for v in _LANGUAGES.values() if v.get("sent_from"))
    + r"|envoyé à partir d|sent via|sent with|enviado desde)[^\n]{0,120}$",
    re.I,
)
_SIGNATURE = re.compile(r"^(?:-- ?|—|__)$")
_LIST_FOOTER = re.compile(r"^_{20,}$|^[\w.-]+ mailing list$", re.I)
_CLOSING = re.compile(
    r"^(?:(?:kind|best|warm)? ?regards|mit freundlichen grüßen|viele grüße|cordialement|saludos"
    r"|cordiali saluti|med venlig hilsen|met vriendelijke groet),?$",
    re.I,
)
#: A closing formula is cut only when no more than this many lines follow it.
_CLOSING_LINES = 6


def strip_reply(text: str) -> str:
    """The part of a mail's text that its sender wrote now; '' when all of it is quoted.

    Answers written between quoted lines, forwarded messages and quoted lines in the middle of the text are
    kept whole, since there is no saying what of them is old.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cut = _quote_start(lines)
    if cut is not None:
        rest = lines[cut:]
        if _answers_inline(rest) and (not _blank(lines[:cut]) or _starts_quoted(rest)):
            return text.strip()
        lines = lines[:cut]
    else:
        lines = _without_quoted_tail(lines)
    lines = _without_signature(lines)
    return "\n".join(lines).strip()


def _blank(lines: list[str]) -> bool:
    return not any(line.strip() for line in lines)


def _quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _starts_quoted(rest: list[str]) -> bool:
    return any(_quoted(line) for line in rest[: _HEADER_LINES + 2])


def _quote_start(lines: list[str]) -> int | None:
    """Index of the first line of the quoted older mail."""
    for i, line in enumerate(lines[:_SCANNED_LINES]):
        if len(line) > _HEADER_CHARS:
            continue
        if _FORWARD.match(line):
            return None
        if _MARKER.match(line) or _ORIGINAL.match(line) or _ORIGINAL_FREE.match(line):
            return i
        if _is_header_block(lines, i) or _is_wrote_header(lines, i):
            while i and (
                _RULE.match(lines[i - 1])
                or (not lines[i - 1].strip() and i > 1 and _RULE.match(lines[i - 2]))
            ):
                i -= 1
            return i
    return None


def _is_wrote_header(lines: list[str], i: int) -> bool:
    if not lines[i].strip():
        return False
    window = ""
    for line in lines[i : i + _HEADER_LINES + 1]:
        window = f"{window} {line.strip()}".strip()
        if len(window) > _HEADER_CHARS:
            return False
        if any(pattern.match(window) for pattern in _HEAD_PATTERNS):
            return not _later_line_starts_header(lines, i)
    return False


def _later_line_starts_header(lines: list[str], i: int) -> bool:
    """Whether the header really begins below line i ("On your host:" above "On 9 Jan … wrote:")."""
    for k in range(i + 1, min(i + _HEADER_LINES + 1, len(lines))):
        window = ""
        for line in lines[k : k + _HEADER_LINES]:
            window = f"{window} {line.strip()}".strip()
            if len(window) <= _HEADER_CHARS and any(pattern.match(window) for pattern in _HEAD_PATTERNS[:1]):
                starts_with_date = re.match(rf"^[\s>-]*(?:{_LEAD})\b.*\d", lines[k], re.I)
                return bool(starts_with_date) and not re.match(rf"^[\s>-]*(?:{_LEAD})\b.*\d", lines[i], re.I)
    return False


def _is_header_block(lines: list[str], i: int) -> bool:
    """Whether a block of From: / Sent: / To: / Subject: lines starts here."""
    if not _LABEL.match(lines[i]):
        return False
    labels = sender = subject = 0
    address = False
    for line in lines[i : i + 12]:
        if not line.strip():
            break
        if _LABEL.match(line):
            labels += 1
            sender += bool(_FROM_LABEL.match(line))
            subject += bool(_SUBJECT_LABEL.match(line))
        address = address or "@" in line
    return labels >= 3 and sender >= 1 and (address or subject >= 1)


def _answers_inline(rest: list[str]) -> bool:
    """Whether own text stands below quoted lines: answers between the quotes."""
    seen_quote = False
    for line in rest:
        if _quoted(line):
            seen_quote = True
        elif seen_quote and (_SIGNATURE.match(line) or _LIST_FOOTER.match(line)):
            return False
        elif seen_quote and line.strip() and not _is_wrapped_quote(line):
            return True
    return False


def _is_wrapped_quote(line: str) -> bool:
    return bool(_SENT_FROM.match(line)) or line.strip() in ("<", ">")


def _without_quoted_tail(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or _quoted(lines[end - 1])):
        end -= 1
    return lines[:end] if end else lines


def _without_signature(lines: list[str]) -> list[str]:
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    for i, line in enumerate(lines[:_SCANNED_LINES]):
        if i <= first or len(line) > _HEADER_CHARS:
            continue
        if _SIGNATURE.match(line) or _SENT_FROM.match(line):
            return lines[:i]
        if _CLOSING.match(line.strip()) and _is_short(lines[i:]):
            return lines[:i]
    return lines


def _is_short(lines: list[str]) -> bool:
    return len(lines) < 50 and sum(1 for line in lines if line.strip()) <= _CLOSING_LINES
