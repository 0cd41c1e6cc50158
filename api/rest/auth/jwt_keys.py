"""The keys that tokens are verified with: a shared secret, a JWK or a JWK set."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from pgdesk.api.errors import ConfigError
from pgdesk.api.rest.config import Config

_HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
_ASYMMETRIC = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
}


class NoKeyFits(Exception):
    """No key for this header, or none that made this signature; the text is for the client."""


class _Key(msgspec.Struct):
    id: str | None
    algorithms: tuple[str, ...]
    secret: bytes
    key: Key | None


class KeySet:
    def __init__(self, keys: list[_Key]) -> None:
        self._keys = keys

    @classmethod
    def from_config(cls, config: Config) -> KeySet:
        keys = _read(config.jwt_secret or "", config.secret_bytes)
        if config.jwt_host_secret is not None and config.jwt_host_secret != config.jwt_secret:
            keys += _read(config.jwt_host_secret, config.jwt_host_secret.encode())
        return cls(keys)

    def verify(self, header: dict[str, Any], signed: bytes, signature: bytes) -> None:
        algorithm, key_id = header["alg"], header.get("kid")
        fitting = [
            key for key in self._keys if algorithm in key.algorithms and (key_id is None or key.id == key_id)
        ]
        if not fitting:
            raise NoKeyFits("No suitable key was found to decode the JWT")
        if not any(_matches(key, algorithm, signed, signature) for key in fitting):
            raise NoKeyFits("None of the keys was able to decode the JWT")


def _read(text: str, secret: bytes) -> list[_Key]:
    if not text.strip().startswith("{"):
        return [_Key(None, ("HS256",), secret, None)]
    try:
        document = msgspec.json.decode(text)
        return [_import(one) for one in document.get("keys", [document])]
    except (msgspec.DecodeError, JoseError, KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"jwt-secret: is no valid JWK or JWK set ({error})") from None


def _import(raw: dict[str, Any]) -> _Key:
    kind = raw["kty"]
    only = (raw["alg"],) if "alg" in raw else None
    if kind == "oct":
        key = OctKey.import_key(raw)
        return _Key(raw.get("kid"), only or tuple(_HASHES), key.raw_value, None)
    loaded: Key = RSAKey.import_key(raw) if kind == "RSA" else ECKey.import_key(raw)
    return _Key(raw.get("kid"), only or _ASYMMETRIC[kind], b"", loaded)


def _matches(key: _Key, algorithm: str, signed: bytes, signature: bytes) -> bool:
    if key.key is None:
        made = hmac.new(key.secret, signed, _HASHES[algorithm]).digest()
        return hmac.compare_digest(made, signature)
    model = jws.JWSRegistry.algorithms.get(algorithm)
    if model is None:
        return False
    try:
        return bool(model.verify(signed, signature, key.key))
    except (JoseError, ValueError):
        return False
