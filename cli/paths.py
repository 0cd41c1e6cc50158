"""Where things lie: the checkout, its database folder, its private state."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DB = ROOT / "db"


def state_dir() -> Path:
    """The checkout's private folder, `.pgdesk/`; PGDESK_STATE_DIR moves it."""
    folder = Path(os.environ.get("PGDESK_STATE_DIR") or ROOT / ".pgdesk").absolute()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder
