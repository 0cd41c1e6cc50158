"""What mail servers say about a mail's sender: Authentication-Results (RFC 8601).

A server writes there what the sender chose, such as the local part of an envelope address, as a quoted
string or in a comment; both may hold semicolons and "dkim=pass". So the field is split into tokens first.
authres 1.2 does that rightly, but refuses the whole field where the server's name is missing, as Microsoft
writes it.
"""

from __future__ import annotations

import msgspec

#: Of each method the property that says for which domain it holds (RFC 8601, section 2.7).
_PROPERTIES = {"dmarc": "header.from", "dkim": "header.d", "spf": "smtp.mailfrom"}
_RESULTS = 50


class Authentication(msgspec.Struct, frozen=True):
    """One result of an Authentication-Results field."""

    #: Which field, from the top; what the server nearest to the desk wrote stands first.
    field: int
    server: str
    method: str
    result: str
    #: The domain that the method speaks of; '' when it names none, or two.
    domain: str


class _Word(msgspec.Struct, frozen=True):
    """Adjacent atoms and quoted strings; a mark (; or =) stands alone."""

    text: str
    #: Where the part behind the last quoted string begins: an @ before it belongs to a local part.
    plain_from: int = 0
    mark: bool = False


def read_authentication(fields: list[str]) -> list[Authentication]:
    """The results of raw Authentication-Results fields, the top-most first; of a broken field none."""
    found: list[Authentication] = []
    for number, field in enumerate(fields):
        words = _tokens(field)
        if words is None or words != _tokens(field, quotes_in_comments=True):
            continue
        server, *results = _split(words)
        name = server[0].text.lower() if server and not any(word.mark for word in server) else ""
        found.extend(one for result in results if (one := _read_result(number, name[:255], result)))
        if len(found) >= _RESULTS:
            break
    return found[:_RESULTS]


def _tokens(text: str, quotes_in_comments: bool = False) -> list[_Word] | None:
    """Words and marks without comments; None where a quoted string or a comment does not end.

    Quotes mean nothing in a comment (RFC 5322, section 3.2.2). But a server that copies a quoted local part
    with a parenthesis into its comment means them, so a field that reads otherwise then is not believed.
    """
    words: list[_Word] = []
    pieces: list[str] = []
    length = plain_from = depth = 0
    is_quoted = is_hidden = False
    at = 0

    def close() -> None:
        nonlocal length, plain_from
        if pieces:
            words.append(_Word("".join(pieces), plain_from))
        pieces.clear()
        length = plain_from = 0

    while at < len(text):
        letter = text[at]
        if letter == "\\" and (is_quoted or depth):
            at += 1
            if is_quoted and at < len(text):
                pieces.append(text[at])
                length += 1
        elif is_quoted:
            if letter == '"':
                is_quoted = False
                plain_from = length
            else:
                pieces.append(letter)
                length += 1
        elif letter == "(" and not is_hidden:
            close()
            depth += 1
        elif depth:
            is_hidden ^= quotes_in_comments and letter == '"'
            depth -= letter == ")" and not is_hidden
        elif letter == '"':
            is_quoted = True
            pieces.append("")
        elif letter in ";=" or letter.isspace():
            close()
            if not letter.isspace():
                words.append(_Word(letter, mark=True))
        else:
            pieces.append(letter)
            length += 1
        at += 1
    close()
    return None if is_quoted or depth else words


def _split(words: list[_Word]) -> list[list[_Word]]:
    parts: list[list[_Word]] = [[]]
    for word in words:
        if word.mark and word.text == ";":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _read_result(number: int, server: str, words: list[_Word]) -> Authentication | None:
    pairs = _pairs(words)
    if not pairs:
        return None
    key, value = pairs[0]
    method = key.split("/")[0]
    domains = {_domain(word) for name, word in pairs[1:] if name == _PROPERTIES.get(method)}
    domain = domains.pop() if len(domains) == 1 else ""
    return Authentication(number, server, method[:40], value.text.lower()[:40], domain[:255])


def _pairs(words: list[_Word]) -> list[tuple[str, _Word]]:
    """name = value; a further = belongs to the value, what is no pair is left out."""
    pairs: list[tuple[str, _Word]] = []
    at = 0
    while at + 2 < len(words):
        name, mark, value = words[at : at + 3]
        if name.mark or not mark.mark or value.mark:
            at += 1
            continue
        pairs.append((name.text.lower(), value))
        at += 3
        while at < len(words) and words[at].mark:
            at += 2
    return pairs


def _domain(word: _Word) -> str:
    """Behind the last @ that no quoted string holds; a word that is all quoted stands for its content."""
    plain = word.text[word.plain_from :]
    value = plain if plain else word.text
    return value.rpartition("@")[2].strip(".").lower()
