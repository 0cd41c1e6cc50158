"""Where things lie: the files of db/, the command's private state."""

import os
from pathlib import Path

#: What holds db/, api/ …: the checkout, else the installed package.
ROOT = Path(__file__).resolve().parent.parent
DB = ROOT / "db"
IS_CHECKOUT = (ROOT / "pyproject.toml").exists()


def state_dir() -> Path:
    """`.pgdesk/` in the checkout, without one in the current folder; PGDESK_STATE_DIR moves it."""
    default = (ROOT if IS_CHECKOUT else Path.cwd()) / ".pgdesk"
    folder = Path(os.environ.get("PGDESK_STATE_DIR") or default).absolute()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


def files_url() -> str:
    """Where uploaded files lie: PGDESK_FILES_URL, else a folder beside the rest."""
    return os.environ.get("PGDESK_FILES_URL", "").strip() or (state_dir() / "files").as_uri()
