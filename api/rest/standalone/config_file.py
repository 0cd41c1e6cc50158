"""The configuration as the program is given it: a file, overridden by PGRST_* variables; and as it writes it.

A file holds key = "text", number, true or false; # begins a comment.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pgdesk.api.errors import ConfigError
from pgdesk.api.rest.config import FIELDS, NAMES, Config, Value, from_values
from pgdesk.api.rest.jspath import JsPath
from pgdesk.api.rest.observations import UNKNOWN_SETTING, log

_SPACE = re.compile(r"(?:\s|#[^\n]*)*")
_BINDING = re.compile(r"([A-Za-z][\w-]*(?:\.[\w-]+)*)[ \t]*=\s*")
_VALUE = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])'
    r"|(?P<true>true|on)\b|(?P<false>false|off)\b",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_VARIABLE = re.compile(r"\$(?:\$|\(([\w.-]+)\))")


def load(
    file: str | Path | None = None, environ: Mapping[str, str] | None = None, db_uri: str | None = None
) -> Config:
    """The configuration of a file, overridden by PGRST_* variables.

    `db_uri`: of a server that runs already; what it was read from is not read again.
    """
    given: dict[str, Value] = {}
    if file is not None:
        given.update(read(Path(file)))
        known = {name for names in NAMES.values() for name in names}
        for key in given.keys() - known:
            if not key.startswith("app.settings."):
                log(UNKNOWN_SETTING, file, key)
    given.update(read_environment(os.environ if environ is None else environ))
    if db_uri is not None:
        given["db-uri"] = db_uri
    for key in ("db-uri", "jwt-secret"):
        value = given.get(key)
        if isinstance(value, str) and value.startswith("@"):
            # The value stands in a file; a binary secret survives the way.
            content = Path(value[1:]).read_bytes().removesuffix(b"\n")
            given[key] = content.decode("utf-8", "surrogateescape")
    return from_values(given)


def read_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in environ.items():
        if name.startswith("PGRST_APP_SETTINGS_"):
            found["app.settings." + name.removeprefix("PGRST_APP_SETTINGS_")] = value
        elif name.startswith("PGRST_"):
            found[name.removeprefix("PGRST_").lower().replace("_", "-")] = value
    return found


def parse(text: str, environ: Mapping[str, str] = os.environ) -> dict[str, Value]:
    """`$(name)` in a text is the value of an earlier key or of a variable of `environ`, `$$` a dollar."""
    found: dict[str, Value] = {}
    position = _skip(text, 0)
    while position < len(text):
        binding = _BINDING.match(text, position)
        value = _VALUE.match(text, binding.end()) if binding else None
        if binding is None or value is None:
            line = text.count("\n", 0, position) + 1
            said = text[position:].partition("\n")[0].strip()
            raise ConfigError(f'line {line}: expected key = "value", found {said!r}')
        found[binding[1]] = _value(value, found, environ)
        position = _skip(text, value.end())
    return found


def read(path: Path) -> dict[str, Value]:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def quoted(text: str) -> str:
    """A text as it stands in a file."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'


def _skip(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _value(match: re.Match[str], known: Mapping[str, Value], environ: Mapping[str, str]) -> Value:
    if match["number"]:
        return float(match["number"])
    if match["text"] is None:
        return match["true"] is not None

    def variable(one: re.Match[str]) -> str:
        name = one[1]
        if name is None:
            return "$"
        if name in known:
            return str(known[name])
        if name not in environ:
            raise ConfigError(f"no such variable: {name}")
        return environ[name]

    return _VARIABLE.sub(variable, _ESCAPE.sub(_unescaped, match["text"]))


def _unescaped(match: re.Match[str]) -> str:
    code, letter = match.groups()
    return chr(int(code, 16)) if code else _ESCAPED.get(letter, letter)


def dump(config: Config) -> str:
    """As a file of the configuration that PostgREST's --dump-config would write."""
    lines = [f"app.settings.{name} = {quoted(value)}" for name, value in config.app_settings.items()]
    for key, field in FIELDS.items():
        if key != "app-settings" and not key.startswith("internal-"):
            lines.append(f"{key} = {_dumped(key, getattr(config, field.name), config)}")
    return "".join(f"{line}\n" for line in sorted(lines))


def _dumped(key: str, value: Any, config: Config) -> str:
    if key == "jwt-secret" and config.jwt_secret_is_base64:
        value = base64.b64encode(config.secret_bytes).decode()
    if key == "admin-server-host" and value is None:
        value = config.server_host
    if key.endswith("unix-socket-mode"):
        value = f"{value:o}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value))
    if isinstance(value, JsPath):
        value = value.text
    return quoted(",".join(value) if isinstance(value, tuple) else value or "")
