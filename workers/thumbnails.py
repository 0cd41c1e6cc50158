"""Makes small pictures of images."""

import dramatiq

from pgdesk.files.contents import find_source, read_chunks
from pgdesk.files.store import Store
from pgdesk.files.thumbnails import MOST_BYTES, make_thumbnail
from pgdesk.settings import Settings
from pgdesk.workers.connecting import connect


@dramatiq.actor(
    actor_name="make_thumbnail", queue_name="thumbnails", time_limit=120_000, max_retries=3, min_backoff=5_000
)
def make_one(attachment_id: int) -> None:
    """Of one file; none where that is no image, too large or gone."""
    settings = Settings.from_env()
    with connect("thumbnails") as connection:
        source = find_source(connection, attachment_id)
        if source is None or source.state != "clean" or source.size_bytes > MOST_BYTES:
            return
        small = make_thumbnail(b"".join(read_chunks(source, Store(settings.files_url))))
        if small is not None:
            connection.execute("SELECT helpdesk.keep_thumbnail(%s, %s)", (attachment_id, small))
