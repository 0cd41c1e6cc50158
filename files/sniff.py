"""What a file is, by its bytes; its name does not count but for which kind of text it is."""

from __future__ import annotations

import mimetypes

import filetype

#: Bytes from the beginning that are enough to tell.
HEAD = 8192
#: What browsers show as it is and run nothing of; SVG, which is a page, is not among them.
SHOWN = frozenset(
    ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "application/pdf")
)
_OFFICE = {
    b"word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    b"xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    b"ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}


def sniff(head: bytes, filename: str) -> tuple[str, str | None]:
    """Media type, and the extension of such files if bytes say it; `head`: HEAD bytes, or all there are."""
    if head.startswith(b"#!"):
        return "text/x-shellscript", "sh"
    kind = filetype.guess(head)
    if kind is not None and kind.extension == "zip" and b"[Content_Types].xml" in head:
        return next((told for mark, told in _OFFICE.items() if mark in head), (kind.mime, kind.extension))
    if kind is not None:
        return kind.mime, kind.extension
    if not _is_text(head):
        return "application/octet-stream", None
    named = mimetypes.guess_type(filename)[0] or ""
    return (named if named.startswith("text/") else "text/plain"), None


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # a character that the end of the head cuts is none to blame
            return False
        text = head[: error.start].decode()
    return "\0" not in text
