"""Standard Webhooks, by its own verifier where we sign, and against what strangers send where we verify."""

import base64
import time
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook

from pgdesk.api.signatures import TOLERANCE, is_signed, make_secret, read_secret, sign

BODY = '{"type": "ticket_created", "data": "ü"}'.encode()
#: Written out, since they name tests, which each worker of pytest must name alike.
SECRET, OTHER = (f"whsec_{base64.b64encode(bytes([number]) * 32).decode()}" for number in (1, 2))
KEY = read_secret(SECRET)


@pytest.mark.parametrize("secret", [SECRET, OTHER])
def test_what_two_keys_sign_either_verifies(secret: str) -> None:
    headers = sign([KEY, read_secret(OTHER)], "id", int(time.time()), BODY)
    assert Webhook(secret).verify(BODY, headers)["type"] == "ticket_created"


def test_what_the_library_signs_is_signed() -> None:
    now = int(time.time())
    made = Webhook(SECRET).sign("id", datetime.fromtimestamp(now, UTC), BODY.decode())
    headers = {"webhook-id": "id", "webhook-timestamp": str(now), "webhook-signature": f"v2,x {made}"}
    assert is_signed([read_secret(OTHER), KEY], headers, BODY, now)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("webhook-id", value) for value in ("", "other")),
        *(("webhook-timestamp", value) for value in ("", "0", "nan", "-1", "1e9", "\uff19", "9" * 4000)),
        *(
            ("webhook-signature", value)
            for value in ("", "v1,", "v1", "v1,!!", " ", "v1a,x", "ü", "v1,x " * 9999)
        ),
    ],
)
def test_what_is_not_is_not(name: str, value: str) -> None:
    now = int(time.time())
    headers = sign([KEY], "id", now, BODY)
    assert is_signed([KEY], headers, BODY, now)
    assert not is_signed([KEY], {**headers, name: value}, BODY, now)
    assert not is_signed([KEY], {key: told for key, told in headers.items() if key != name}, BODY, now)


def test_it_is_for_its_body_its_keys_and_its_time() -> None:
    headers = sign([KEY], "id", 1_000_000, BODY)
    assert not is_signed([KEY], headers, BODY + b" ", 1_000_000)
    assert not is_signed([read_secret(OTHER)], headers, BODY, 1_000_000)
    assert not is_signed([], headers, BODY, 1_000_000)
    for late, is_good in (
        (TOLERANCE, True),
        (-TOLERANCE, True),
        (TOLERANCE + 1, False),
        (-TOLERANCE - 1, False),
    ):
        assert is_signed([KEY], headers, BODY, 1_000_000 + late) is is_good


def test_a_made_secret_is_another_each_time() -> None:
    made = {make_secret() for _ in range(3)}
    assert [len(read_secret(secret)) for secret in made] == [32, 32, 32]


def test_without_a_key_nothing_is_signed() -> None:
    assert sign([], "id", 1, BODY) == {"webhook-id": "id", "webhook-timestamp": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "", "whsec_", "plain", SECRET.removeprefix("whsec_"), "whsec_!!!", f"{SECRET}\n",
        f"whsec_{base64.b64encode(bytes(23)).decode()}", f"whsec_{base64.b64encode(bytes(65)).decode()}",
    ],
)  # fmt: skip
def test_what_is_no_secret(text: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        read_secret(text)
