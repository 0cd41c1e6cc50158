"""What no login, link or code can be is refused as the sender's mistake, by every route under /auth."""

import pytest

from tests.login.conftest import House


@pytest.fixture
def routes(house: House) -> list[str]:
    """Those that read a body."""
    paths = house.client.get("/docs/openapi/routes.json").json()["paths"]
    found = [path for path, verbs in paths.items() if path.startswith("/auth/") and "post" in verbs]
    assert len(found) > 15
    return found


@pytest.mark.parametrize(
    "body", [b'{"email": "\xff"}', b'{"email": "\\ud800"}', b"\xff", b"[" * 9000, b'{"email"', b"null", b""]
)
def test_what_is_no_json_object(house: House, routes: list[str], body: bytes) -> None:
    for path in routes:
        house.forget_tries()
        answer = house.client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (path, answer.text)


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("guest", {"email": "somebody@guest.example", "code": "12345678"}),
        ("guest/link", {"email": "somebody@guest.example"}),
    ],
)
def test_a_text_with_nul(house: House, path: str, given: dict[str, str]) -> None:
    answer = house.post(path, **given, reference="ESC-\x00")
    assert (answer.status_code, answer.json()["code"]) == (400, "22P05")


def test_a_provider_named_with_nul(house: House) -> None:
    answer = house.client.get("/auth/oidc/a%00b")
    assert (answer.status_code, answer.json()["code"]) == (400, "22P05")


def test_a_name_that_ends_a_line(house: House) -> None:
    assert house.post("register", email="somebody@guest.example", name="Some Body\n").status_code == 400
