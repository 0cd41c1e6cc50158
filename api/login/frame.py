"""What all pages under /auth have around them."""

from __future__ import annotations

from pathlib import Path
from string import Template

_FRAME = Template((Path(__file__).parent / "static/frame.html").read_text())


def frame(title: str, content: str, *, head: str = "") -> str:
    """A page of this HTML; `head` is what its head has besides."""
    return _FRAME.substitute(title=title, content=content.strip(), head=head)
