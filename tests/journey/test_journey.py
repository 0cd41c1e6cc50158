"""A recorded journey through the desk leaves the rows that it left when it was recorded.

So what is only made faster changes no event, audit row, notice, clock or word. Where a rule is changed on
purpose, `python -m tests.journey` records anew, and the snapshot's difference shows what the change does.
"""

import psycopg

from tests.journey.walk import SNAPSHOT, walk


def test_the_journey_leaves_the_recorded_rows(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as connection:
        assert walk(connection).splitlines() == SNAPSHOT.read_text().splitlines()
