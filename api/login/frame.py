"""What all pages under /auth have around them."""

from __future__ import annotations

from pathlib import Path
from string import Template

STATIC = Path(__file__).parent / "static"
_FRAME = Template((STATIC / "frame.html").read_text())


def frame(title: str, content: str, *, script: str | None = None, head: str = "") -> str:
    """A page of this HTML; `script` is the address of its script, `head` what its head has besides."""
    loads = f'<script type="module" src="{script}"></script>\n' if script else ""
    return _FRAME.substitute(title=title, content=content.strip(), script=loads, head=head)
