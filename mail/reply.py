"""Finds the new text of a mail that quotes older ones.

What is cut for certain has the form that mail programs write: below a header with an address, below a marker,
quoted lines below who wrote them when. What only looks old is named apart, so that the database can compare
it with what the ticket holds; all else is kept, since a footer too many costs less than a word too few.
Linear in the length of the text: each line is looked at a fixed number of times, and long ones are not.
mail-parser-reply 1.36 keeps signatures, returns an answer below a quote with the quote, lacks a dozen
languages and takes half a minute for 20 kB of "On On On".
"""

from __future__ import annotations

import re

import msgspec

from pgdesk.mail import reply_phrases as phrases

#: Lines that the header of one quote ("On …, Ann <ann@…>\nwrote:") may span, and the characters they hold.
_HEADER_LINES = 5
_HEADER_CHARS = 400
_LINE_CHARS = 400
#: A quote that begins further down is not looked for.
_SCANNED_LINES = 3000
#: A signature has at most so many lines, unless the separator of RFC 3676 announces it.
_SIGNATURE_LINES = 8
#: With that separator, and what a lawyer wants to be said.
_LONG_SIGNATURE_LINES = 40
#: Old lines that are handed on for comparing.
_OLD_LINES = 500

_CONTACT = re.compile(r"@|://|\bwww\.|\+?\d[\d ()/.-]{6,}\d", re.I)
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SENTENCE_END = re.compile(r"[.!?…\u3002\uff01\uff1f]$")


class Reply(msgspec.Struct, frozen=True):
    """`text` is what was surely written now, `shorter` the text if `old_lines` is what the ticket holds."""

    text: str
    shorter: str | None = None
    old_lines: list[str] = []


def strip_reply(text: str, name: str = "") -> str:
    """The part of a mail's text that its sender wrote now; '' when all of it is quoted."""
    return read_reply(text, name).text


def read_reply(text: str, name: str = "") -> Reply:
    """Answers between quoted lines, forwarded mails and quoted lines amid the text are kept whole.

    `name` is the sender's, by which a signature is known.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    certain, unsure = _find_quote(lines)
    if certain is not None:
        rest = lines[certain:]
        if _answers_inline(rest) and (not _blank(lines[:certain]) or _starts_quoted(rest)):
            return Reply(text.strip())
        lines = lines[:certain]
    if unsure is None or (certain is not None and unsure >= certain):
        unsure = _quoted_tail(lines)
    kept = _join(_without_signature(lines, name))
    if unsure is None or _blank(lines[:unsure]) or _answers_inline(lines[unsure:]):
        return Reply(kept)
    old = [line.lstrip("> \t").strip() for line in lines[unsure:]]
    old = [line for line in old if line and not _is_header_line(line)]
    shorter = _join(_without_signature(lines[:unsure], name))
    return Reply(kept, shorter, old) if len(old) <= _OLD_LINES else Reply(kept)


def _join(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _blank(lines: list[str]) -> bool:
    return not any(line.strip() for line in lines)


def _quoted(line: str) -> bool:
    return line.startswith(">")


def _starts_quoted(rest: list[str]) -> bool:
    return any(_quoted(line) for line in rest[: _HEADER_LINES + 2])


def _find_quote(lines: list[str]) -> tuple[int | None, int | None]:
    """Where older mail begins for certain, and where it may begin above that."""
    unsure: int | None = None
    for i, line in enumerate(lines[:_SCANNED_LINES]):
        bare = line.strip("> \t*")
        if not bare or len(line) > _LINE_CHARS:
            continue
        bare = line.lstrip("> \t*").rstrip()
        if phrases.FORWARD.match(bare):
            return None, None
        found = _is_marker(line) or _is_original(lines, i, bare)
        if found is None:
            found = _is_header_block(lines, i)
        if found is None:
            found = _is_attribution(lines, i)
        if found:
            return _above_rule(lines, i), unsure
        if found is False and unsure is None:
            unsure = _above_rule(lines, i)
    return None, unsure


def _above_rule(lines: list[str], i: int) -> int:
    while i and (
        phrases.RULE.fullmatch(lines[i - 1])
        or (not lines[i - 1].strip() and i > 1 and phrases.RULE.fullmatch(lines[i - 2]))
    ):
        i -= 1
    return i


def _is_marker(line: str) -> bool | None:
    bare = line.strip("> \t")
    is_framed = (
        bare[:2].strip(phrases.MARKER_ENDS) == "" == bare[-2:].strip(phrases.MARKER_ENDS) and len(bare) > 4
    )
    return True if is_framed and phrases.MARKER.search(bare) else None


def _is_original(lines: list[str], i: int, bare: str) -> bool | None:
    """True: certainly the head of an older mail; False: perhaps; None: not."""
    if not bare.startswith("--"):
        return None
    is_exact = bool(phrases.ORIGINAL.fullmatch(bare))
    if not is_exact and not phrases.ORIGINAL_FREE.fullmatch(bare):
        return None
    following = next((line for line in lines[i + 1 : i + 4] if line.strip()), "")
    if _quoted(following) or phrases.LABEL.match(following) or not following:
        return True
    return is_exact and bare.startswith("-----")


def _is_header_block(lines: list[str], i: int) -> bool | None:
    """Of a block of From: / Sent: / To: / Subject: lines that starts here, as _is_original."""
    if not phrases.LABEL.match(lines[i]):
        return None
    labels = sender = subject = 0
    address = False
    end = next((k for k in range(i, min(i + 12, len(lines))) if not lines[k].strip("> \t")), i + 12)
    for line in lines[i:end]:
        if phrases.LABEL.match(line):
            labels += 1
            subject += bool(phrases.SUBJECT_LABEL.match(line))
            if phrases.FROM_LABEL.match(line):
                sender += 1
                address = address or bool(phrases.PLAIN_ADDRESS.search(line[:_LINE_CHARS]))
    if labels < 3 or not sender:
        return None
    above = next((line for line in reversed(lines[max(0, i - 2) : i]) if line.strip()), "")
    is_ruled = bool(phrases.RULE.fullmatch(above) or phrases.ORIGINAL_FREE.fullmatch(above.strip("> \t")))
    if address or is_ruled:
        return True
    return False if subject else None


def _is_attribution(lines: list[str], i: int) -> bool | None:
    """Of "On <date>, <somebody> wrote:" that starts here, in up to five lines, as _is_original."""
    if not (
        lines[i].startswith((">", "--"))
        or phrases.LEAD.match(lines[i])
        or phrases.TIME.search(lines[i])
        or phrases.ADDRESS.search(lines[i])
    ):
        return None
    window = ""
    for end in range(i, min(i + _HEADER_LINES, len(lines))):
        window = f"{window} {_bare(lines[end])}".strip()
        if len(window) > _HEADER_CHARS:
            return None
        if not lines[end].strip():
            if end + 1 < len(lines) and lines[end + 1].strip() == "<":
                continue  # Polymail's, before an address of which each bracket has a line
            return None
        if _quoted(lines[i]) and not _quoted(lines[end]) and phrases.LEAD.match(lines[end]):
            return None  # below a quote amid the text
        if not _attributes(window):
            following = lines[end + 1] if end + 1 < len(lines) else ""
            if end == i and _names_who_or_when(window) and _quoted(following):
                return False
            continue
        if end > i and _attributes_alone(lines, i + 1, end):
            return None  # the header begins further down
        following = next((line for line in lines[end + 1 : end + 4] if line.strip()), "")
        if _quoted(following) and not _quoted(lines[i]):
            return True
        if _quoted(lines[i]) or not following or window.startswith("--") or _is_marker(following):
            return True
        has_when = bool(phrases.TIME.search(window) or phrases.DATE.search(window))
        return bool(has_when and phrases.ADDRESS.search(window))
    return None


def _attributes_alone(lines: list[str], start: int, end: int) -> bool:
    """Whether the lines from `start` make a header of their own that begins as one."""
    window = " ".join(_bare(line) for line in lines[start : end + 1])
    return bool(phrases.LEAD.match(lines[start]) and phrases.DATE.search(window)) and _attributes(window)


def _attributes(window: str) -> bool:
    """Whether this says who wrote what follows: it ends like one and names an address or a time."""
    ends = window.endswith((":", "\uff1a"))
    if window.startswith("--") and window.endswith("--") and phrases.WROTE.search(window):
        return True
    if not re.search(r"[\d@]", window):
        return False
    wrote = list(phrases.WROTE.finditer(window))
    if wrote and phrases.LEAD.match(window):
        tail = len(window) - wrote[-1].end()
        if ends and tail <= 80:
            return True
        if tail <= 3 and (
            window.endswith("--") or (phrases.TIME.search(window) and phrases.ADDRESS.search(window))
        ):
            return True
    has_when = phrases.TIME.search(window) or phrases.DATE.search(window)
    return ends and bool(has_when and phrases.ADDRESS.search(window))


def _names_who_or_when(window: str) -> bool:
    return window.endswith((":", "\uff1a")) and bool(
        phrases.ADDRESS.search(window) or phrases.PLAIN_ADDRESS.search(window) or phrases.TIME.search(window)
    )


def _is_header_line(line: str) -> bool:
    bare = _bare(line[:_HEADER_CHARS])
    return bool(
        phrases.LABEL.match(line) or phrases.RULE.fullmatch(line) or _names_who_or_when(bare)
    ) or _attributes(bare)


def _bare(line: str) -> str:
    """Without quote marks, and without what marks the direction of writing."""
    return _DIRECTION.sub("", line).lstrip("> ").strip()


def _answers_inline(rest: list[str]) -> bool:
    """Whether own text stands below quoted lines: answers between the quotes."""
    seen_quote = False
    for line in rest:
        if _quoted(line):
            # The end of a header may stand in a line of its own: "> wrote:".
            seen_quote = seen_quote or not phrases.WROTE.fullmatch(_bare(line).rstrip(":"))
        elif seen_quote and (line == "-- " or phrases.RULE.fullmatch(line) or _is_list_name(line)):
            return False
        elif seen_quote and line.strip() and not _is_wrapped_quote(line):
            return True
    return False


def _is_list_name(line: str) -> bool:
    return len(line) <= _LINE_CHARS and bool(phrases.LIST_FOOTER.fullmatch(line.strip()))


def _is_wrapped_quote(line: str) -> bool:
    return line.strip() in ("<", ">") or bool(
        len(line) <= _LINE_CHARS and phrases.FOOTER.fullmatch(line.strip())
    )


def _quoted_tail(lines: list[str]) -> int | None:
    """Where quoted lines begin with which the text ends; nobody says whose they are."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _quoted(lines[end - 1])):
        end -= 1
    return end if any(_quoted(line) for line in lines[end:]) else None


def _without_signature(lines: list[str], name: str) -> list[str]:
    lines = _without_footers(_without_list_footer(lines))
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    separators = [i for i, line in enumerate(lines) if line == "-- " and i > first]
    if len(separators) == 1:
        below = lines[separators[0] + 1 :]
        is_text = len(below) > _LONG_SIGNATURE_LINES or any(phrases.POSTSCRIPT.match(line) for line in below)
        return lines if is_text else lines[: separators[0]]
    if separators:  # lines of the text's own; the last may be the signature's
        i = separators[-1]
        return lines[:i] if _is_signature(lines[i + 1 :], name, needs_proof=True) else lines
    start = max(first + 1, len(lines) - 2 * _SIGNATURE_LINES)
    for i in range(start, len(lines)):
        bare = lines[i].strip()
        if bare in ("--", "—", "__") and _is_signature(lines[i + 1 :], name, needs_proof=True):
            is_only = not any(line.strip() == bare for line in lines[:i])
            return lines[:i] if is_only else lines
        if len(bare) <= 60 and phrases.CLOSING.fullmatch(bare) and _is_signature(lines[i + 1 :], name):
            return lines[:i]
    return lines


def _without_list_footer(lines: list[str]) -> list[str]:
    """What a list's server adds below a rule: the name of the list, and where to leave it."""
    for i in range(max(1, len(lines) - 2 * _SIGNATURE_LINES), len(lines) - 1):
        if _is_list_name(lines[i + 1]) and not lines[i].strip("_-= \t"):
            return lines[:i]
    return lines


def _without_footers(lines: list[str]) -> list[str]:
    """Lines that programs add at the end ("Sent from my iPhone"), if anything is left above them."""
    end = len(lines)
    while end:
        bare = lines[end - 1].strip()
        if bare and not (len(bare) <= 120 and phrases.FOOTER.fullmatch(bare)):
            break
        end -= 1
    return lines[:end] if end else lines


def _is_signature(lines: list[str], name: str, needs_proof: bool = False) -> bool:
    """Whether these lines are names and ways to reach somebody, and none of them a sentence."""
    written = [line.strip() for line in lines if line.strip()]
    if len(written) > _SIGNATURE_LINES:
        return False
    if not all(_is_contact_line(line) for line in written):
        return False
    if len(set(phrases.PLAIN_ADDRESS.findall("\n".join(written).lower()))) > 1:
        return False  # a list of people
    if not needs_proof:
        return True
    names = {word.lower() for word in re.findall(r"\w{3,}", name)}
    return any(_CONTACT.search(line) or names & set(re.findall(r"\w{3,}", line.lower())) for line in written)


def _is_contact_line(line: str) -> bool:
    if len(line) > 120:
        return False
    if _CONTACT.search(line) and len(line.split()) <= 8:
        return True
    words = re.findall(r"\w[\w'.-]*", line)
    is_title = all(
        not word[0].islower() or word in ("of", "and", "for", "de", "der", "von", "van", "du")
        for word in words
    )
    return bool(words) and len(words) <= 6 and is_title and not _SENTENCE_END.search(line)
