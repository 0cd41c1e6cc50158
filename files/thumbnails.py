"""Makes a small picture of an image, in a process of its own: images of strangers may be made to break what
reads them. `python -m pgdesk.files.thumbnails` reads one from standard input.
"""

from __future__ import annotations

import resource
import subprocess
import sys

#: Bytes and pixels that are looked at, and what a process may take: bytes of memory, seconds.
MOST_BYTES = 50 * 2**20
_MOST_PIXELS = 100_000_000
_MEMORY, _SECONDS = 2 * 2**30, 30
#: Pixels a side; quality.
_SIDE, _QUALITY = 256, 75


def make_thumbnail(content: bytes) -> bytes | None:
    """A WebP image without metadata, upright; None: it is no image, too large, or libvips is not there."""
    try:
        made = subprocess.run(
            [sys.executable, "-P", "-m", "pgdesk.files.thumbnails"],
            input=content,
            capture_output=True,
            timeout=_SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return made.stdout if made.returncode == 0 and made.stdout else None


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    import pyvips

    pyvips.block_untrusted_set(True)
    pyvips.cache_set_max(0)
    content = sys.stdin.buffer.read(MOST_BYTES)
    header = pyvips.Image.new_from_buffer(content, "", access="sequential")
    if header.width * header.height > _MOST_PIXELS:
        raise SystemExit(2)
    small = pyvips.Image.thumbnail_buffer(content, _SIDE, height=_SIDE, size="down")
    sys.stdout.buffer.write(small.write_to_buffer(".webp", Q=_QUALITY, keep="none"))


if __name__ == "__main__":
    main()
