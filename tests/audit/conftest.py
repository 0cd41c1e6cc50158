import pytest

from tests.conftest import Connection
from tests.desk import Desk, make_desk


@pytest.fixture
def desk(db: Connection) -> Desk:
    return make_desk(db)
