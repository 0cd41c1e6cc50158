"""The running application, for the tests over HTTP; each looks at what it changed."""

import pytest

from tests.login.conftest import House, house, open_house

__all__ = ["HOST", "SHOP", "house", "open_house", "sites"]

#: A site that embeds the widget, and one that embeds the portal.
SHOP, HOST = "https://shop.example", "https://host.example"


@pytest.fixture(scope="package")
def sites(open_house: House) -> None:
    """Named before they are read, which happens now and then."""
    open_house.database.execute("UPDATE helpdesk.rate_limit SET is_active = false")
    open_house.database.execute(
        "INSERT INTO helpdesk.widget_origin (origin, has_portal) VALUES (%s, false), (%s, true)", (SHOP, HOST)
    )
