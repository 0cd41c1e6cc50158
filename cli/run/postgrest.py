"""The PostgREST binary, where there is one on PATH: its configuration and its process."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgdesk.api.rest.config import Config
from pgdesk.api.rest.standalone.config_file import quoted
from pgdesk.api.upstream.generated import rest_config
from pgdesk.cli.paths import state_dir
from pgdesk.cli.run.supervise import Part
from pgdesk.cli.server.process import free_port
from pgdesk.settings import Settings

_HOST = "127.0.0.1"
#: Kept in files of their own: PostgREST reads `@file` as it is, whatever characters a secret has.
_SECRETS = frozenset(("db-uri", "jwt-secret"))


def postgrest_part(program: str, settings: Settings) -> tuple[Part, str]:
    """The process, configured to serve what the embedded server would, and its address."""
    config = msgspec.structs.replace(
        rest_config(settings), db_uri=_dsn(settings), server_host=_HOST, server_port=free_port()
    )
    values = dict(_values(config))
    file = _write(values)
    hidden = frozenset(f"PGRST_{key.replace('-', '_').upper()}" for key in values)
    part = Part("postgrest", [program, str(file)], is_optional=True, hidden=hidden)
    return part, f"http://{_HOST}:{config.server_port}"


def _dsn(settings: Settings) -> str:
    """With the secret of the host, which hook.pre_config puts beside the keys that the database has."""
    known = conninfo_to_dict(settings.api_database_url)
    secret = re.sub(r"([\\\s])", r"\\\1", settings.jwt_secret)
    given = [str(known["options"])] if "options" in known else []
    return make_conninfo("", **{**known, "options": " ".join([*given, f"-c pgdesk.jwt_secret={secret}"])})


def _write(values: dict[str, object]) -> Path:
    """postgrest.conf in a folder of this process; those of processes that are gone are removed."""
    runs = state_dir() / "postgrest"
    runs.mkdir(mode=0o700, exist_ok=True)
    for old in runs.iterdir():
        if not _lives(int(old.name)):
            shutil.rmtree(old, ignore_errors=True)
    folder = runs / str(os.getpid())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    lines = []
    for key, value in values.items():
        if key in _SECRETS:
            (folder / key).write_text(str(value), encoding="utf-8")
            value = f"@{folder / key}"
        lines.append(f"{key} = {_written(value)}\n")
    file = folder / "postgrest.conf"
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _values(config: Config) -> Iterator[tuple[str, object]]:
    """What differs from PostgREST's own defaults, which are the embedded server's too."""
    plain = Config()
    for name in Config.__struct_fields__:
        if (value := getattr(config, name)) != getattr(plain, name):
            yield name.replace("_", "-"), value


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return quoted(", ".join(value) if isinstance(value, tuple) else str(value))
