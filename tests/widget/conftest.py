"""The running application, for the tests over HTTP; each looks at what it changed."""

from tests.login.conftest import house, open_house

__all__ = ["house", "open_house"]
