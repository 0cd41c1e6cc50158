import pytest

from tests.conftest import Connection
from tests.custom.desk import CustomDesk
from tests.desk import make_desk


@pytest.fixture
def desk(db: Connection) -> CustomDesk:
    return CustomDesk(**vars(make_desk(db)))
