import pytest

from tests.conftest import Connection
from tests.desk import make_desk
from tests.routing.desk import RoutingDesk


@pytest.fixture
def desk(db: Connection) -> RoutingDesk:
    return RoutingDesk(**vars(make_desk(db)))
