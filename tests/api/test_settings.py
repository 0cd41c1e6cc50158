"""Where clients reach the API, as the environment tells it."""

from __future__ import annotations

import pytest

from pgdesk.api.rest.config import PROXY_URI
from pgdesk.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PGDESK_HOST": "::1", "PGDESK_PORT": "8001"}, "http://[::1]:8001"),
        ({"PGDESK_PUBLIC_URL": "https://helpdesk.example/"}, "https://helpdesk.example"),
        ({"PGDESK_PUBLIC_URL": "HTTP://[2001:db8::1]:8080/desk"}, "HTTP://[2001:db8::1]:8080/desk"),
    ],
)
def test_base_url(environment: dict[str, str], url: str) -> None:
    assert Settings.from_env(environment).base_url == url
    assert PROXY_URI.fullmatch(url), "the generated API tells its clients"


@pytest.mark.parametrize(
    "url",
    [
        "helpdesk.example",
        "ftp://helpdesk.example",
        "https://helpdesk.example:x",
        "https://a@helpdesk.example",
    ],
)
def test_public_url_must_be_one(url: str) -> None:
    with pytest.raises(SettingsError, match="PGDESK_PUBLIC_URL"):
        Settings.from_env({"PGDESK_PUBLIC_URL": url})


@pytest.mark.parametrize(
    "name",
    ["PGDESK_WEBHOOK_NETWORKS", "PGDESK_OIDC_NETWORKS", "PGDESK_IMAGE_NETWORKS", "PGDESK_MAIL_NETWORKS"],
)
def test_networks_are_networks(name: str) -> None:
    Settings.from_env({name: "10.0.0.0/8, fd00::/8"})
    for wrong in ("10.0.0.1/8", "x", "10.0.0.0/8;"):
        with pytest.raises(SettingsError, match=name):
            Settings.from_env({name: wrong})
