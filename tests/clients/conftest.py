"""The application and its people that the clients talk to."""

from tests.api.conftest import desk as desk
