import pytest

from tests.conftest import Connection
from tests.desk import make_desk
from tests.rules.desk import RuleDesk


@pytest.fixture
def desk(db: Connection) -> RuleDesk:
    return RuleDesk(**vars(make_desk(db)))
