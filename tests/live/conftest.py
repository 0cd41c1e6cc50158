"""The application and its people, whom the tests watch."""

from tests.api.conftest import desk as desk
