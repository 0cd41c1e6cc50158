"""Mails that a provider put into a bucket."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from pgdesk.mail.providers.posts import Stored

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

#: No setting allows larger mails.
_MOST_BYTES = 64 * 1024 * 1024
#: The schedule tries again, so that no thread waits for a bucket that is away.
_CLIENT: ClientConfig = {
    "connect_timeout": timedelta(seconds=5),
    "timeout": timedelta(seconds=60),
    "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
}
_RETRIES: RetryConfig = {"max_retries": 1, "retry_timeout": timedelta(seconds=10)}


class ObjectError(Exception):
    """It is not there, or not yet, or cannot be had; the message says why."""


def fetch_object(stored: Stored) -> bytes:
    """Its bytes. Who asks is said by AWS_ACCESS_KEY_ID and the like. Raises ObjectError."""
    name = f"s3://{stored.bucket}/{stored.key}"
    try:
        store = S3Store(stored.bucket, region=stored.region, client_options=_CLIENT, retry_config=_RETRIES)
        found = store.get(stored.key)
        if found.meta["size"] > _MOST_BYTES:
            raise ObjectError(f"{name} has {found.meta['size']} bytes")
        return bytes(found.bytes())
    except (FileNotFoundError, NotFoundError):
        raise ObjectError(f"{name} is not there") from None
    except (BaseError, OSError, ValueError) as error:
        raise ObjectError(f"{name} cannot be fetched: {str(error).splitlines()[0][:300]}") from None
