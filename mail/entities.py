"""The parts of a mail as bytes (RFC 2045, RFC 2046): a field, a text, a file, several of them together.

The email package does the same by reading each field that it writes, at ten times the cost.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import MIMEPart
from email.policy import EmailPolicy

#: Characters of a line of text, or of a field that is not folded (RFC 5322, section 2.1.1).
_LINE = 78
#: Of any line.
_WIDEST = 998
#: What stands in a field as it is.
_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")


def field(name: str, value: str | Address, policy: EmailPolicy) -> bytes:
    """With its line end; folded and encoded where it is long or not plain. An address is not folded."""
    text, most = (value, _LINE) if isinstance(value, str) else (str(value), _WIDEST)
    if len(name) + 2 + len(text) <= most and _PLAIN.fullmatch(text) and "=?" not in text:
        return f"{name}: {text}\r\n".encode("ascii")
    return policy.fold_binary(*policy.header_store_parse(name, value))


def id_field(name: str, ids: Sequence[str]) -> bytes:
    """Message ids, without brackets, as they are, one a line: mail programs do not decode them."""
    written = "\r\n ".join(f"<{one}>" for one in ids)
    return f"{name}: {written}\r\n".encode("ascii")


def text_part(subtype: str, text: str) -> bytes:
    """A text whose lines end in line feeds, in the shortest encoding that gets anywhere."""
    data = (text if text.endswith("\n") else f"{text}\n").encode()
    if data.isascii() and max(map(len, data.split(b"\n"))) <= _LINE:
        encoding, encoded = b"7bit", data
    else:
        encoding, encoded = b"quoted-printable", binascii.b2a_qp(data)
        whole = base64.encodebytes(data.replace(b"\n", b"\r\n"))
        if len(whole) < len(encoded):
            encoding, encoded = b"base64", whole
    return b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: %s\r\n\r\n%s' % (
        subtype.encode(),
        encoding,
        encoded.replace(b"\n", b"\r\n"),
    )


def file_part(media_type: tuple[str, str], name: str, content: bytes, policy: EmailPolicy) -> bytes:
    part = MIMEPart(policy)
    part.set_content(content, *media_type, disposition="attachment", filename=name)
    return part.as_bytes()


def multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    """The parts together; one alone stays as it is."""
    if len(parts) == 1:
        return parts[0]
    # Neither base64 nor quoted-printable has the first two characters, and nobody can guess the others.
    boundary = f"=_{secrets.token_hex(16)}".encode()
    inner = b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts)
    return b'Content-Type: multipart/%s;\r\n boundary="%s"\r\n\r\n%s--%s--\r\n' % (
        *(subtype.encode(), boundary),
        *(inner, boundary),
    )
