from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import Connection
from tests.rls.dataset import Dataset, make_dataset


@pytest.fixture(scope="module", params=["machine", pytest.param("wheel", marks=pytest.mark.pg18)])
def data(request: pytest.FixtureRequest) -> Iterator[Dataset]:
    """The dataset in an open transaction, rolled back after the module, on each of the two servers."""
    dsn = request.getfixturevalue("dsn" if request.param == "machine" else "pg18")
    with psycopg.connect(dsn) as connection:
        yield make_dataset(connection)
        connection.rollback()


@pytest.fixture
def db_of_data(data: Dataset) -> Connection:
    return data.desk.db
