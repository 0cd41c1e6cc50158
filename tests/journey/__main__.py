"""Records what the journey leaves: `python -m tests.journey`."""

import secrets
import tempfile
from pathlib import Path

import psycopg

from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from tests.conftest import TEMPLATE, make_template
from tests.journey.walk import SNAPSHOT, walk

with tempfile.TemporaryDirectory() as folder:
    cluster = Cluster(Path(folder), find_binaries(), secrets.token_hex(16), durable=False)
    try:
        cluster.start()
        make_template(cluster)
        with psycopg.connect(cluster.dsn(TEMPLATE)) as connection:
            SNAPSHOT.write_text(walk(connection))
            connection.rollback()
    finally:
        cluster.remove()
