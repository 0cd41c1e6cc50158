"""Where the bytes of files lie: a folder, or a bucket of S3, Google Cloud or Azure.

Keys come from the database (helpdesk.stored_file), which knows what is there; only doctor asks the store
for a list.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

#: Bytes read at a time, each by a request of its own, so that a slow client holds none open.
_CHUNK = 2 * 2**20
#: Bytes of a part of what is put, and parts under way.
_PART, _PARTS = 5 * 2**20, 2
_SCHEMES = ("file", "s3", "gs", "az")
_RETRY: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}


class StoreError(Exception):
    """The store did not do what it should. `is_full`: it has no room."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.is_full = "os error 28" in problem or "os error 122" in problem


class Store:
    """One place for all files of an installation, its own folder or prefix of a bucket."""

    def __init__(self, url: str) -> None:
        """`url`: file:///…, s3://bucket/prefix, gs://… or az://…; what else these need (keys, endpoint) comes
        from their own variables, such as AWS_ACCESS_KEY_ID and AWS_ENDPOINT. Raises StoreError."""
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES:
            raise StoreError(f"a store begins with {', '.join(f'{scheme}://' for scheme in _SCHEMES)}")
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        try:
            self._store: Any = (
                LocalStore(self._folder, mkdir=True) if self._folder else from_url(url, retry_config=_RETRY)
            )
        except (BaseError, OSError, ValueError) as error:
            raise StoreError(_first_line(error)) from error

    def spool(self) -> IO[bytes]:
        """A nameless file for what is not whole yet: in the folder of the store, else in TMPDIR."""
        return TemporaryFile(dir=self._folder)

    def put(self, key: str, file: IO[bytes]) -> None:
        """The whole file under the key, or nothing; what is there under it is the same. Raises StoreError."""
        file.seek(0)
        try:
            obstore.put(self._store, key, file, chunk_size=_PART, max_concurrency=_PARTS)
        except (BaseError, OSError) as error:
            raise StoreError(_first_line(error)) from error

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Bytes from start up to end. Raises StoreError."""
        try:
            for place in range(start, end, _CHUNK):
                part = obstore.get_range(self._store, key, start=place, end=min(place + _CHUNK, end))
                yield part.to_bytes()
        except (BaseError, OSError) as error:
            raise StoreError(_first_line(error)) from error

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The same, without waiting."""
        try:
            for place in range(start, end, _CHUNK):
                part = await obstore.get_range_async(
                    self._store, key, start=place, end=min(place + _CHUNK, end)
                )
                yield part.to_bytes()
        except (BaseError, OSError) as error:
            raise StoreError(_first_line(error)) from error

    def delete(self, keys: Sequence[str]) -> None:
        """What is not there is no error. Raises StoreError."""
        for key in keys:
            try:
                obstore.delete(self._store, key)
            except FileNotFoundError:
                pass
            except (BaseError, OSError) as error:
                raise StoreError(_first_line(error)) from error

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every key with its bytes, in no order, a thousand by a request. Raises StoreError."""
        try:
            for found in obstore.list(self._store, chunk_size=1000):
                yield from ((one["path"], one["size"]) for one in found)
        except (BaseError, OSError) as error:
            raise StoreError(_first_line(error)) from error

    def check(self) -> None:
        """Puts, reads and deletes a small file. Raises StoreError."""
        key, content = "check/pgdesk", b"pgdesk"
        with self.spool() as file:
            file.write(content)
            self.put(key, file)
        if b"".join(self.read(key, 0, len(content))) != content:
            raise StoreError("what was put is not what is read")
        self.delete([key])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
