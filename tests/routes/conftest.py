from tests.api.conftest import desk as desk
