"""Where the pgdesk answers that was last started with this state folder: its links begin with that."""

from pgdesk.cli.paths import state_dir
from pgdesk.settings import Settings


def remember_address(url: str) -> None:
    (state_dir() / "address").write_text(f"{url}\n", encoding="utf-8")


def known_address() -> str:
    """PGDESK_PUBLIC_URL, else the one remembered, else that of the defaults; without a slash at the end."""
    settings = Settings.from_env()
    file = state_dir() / "address"
    if settings.public_url or not file.exists():
        return settings.base_url
    return file.read_text(encoding="utf-8").strip()
