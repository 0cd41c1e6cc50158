"""Secrets that the database cannot read: sealed for their place, by a key that can be changed."""

import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.settings import Settings, SettingsError
from tests.desk import SYSTEM, Desk, refused

OLD, NEW = "an old key of at least 32 bytes: yes", "a new key of at least 32 bytes: too"
PLACE = "trunk.secret 1"


def test_what_is_sealed_opens_again_and_looks_otherwise_each_time() -> None:
    envelope = Envelope(OLD)
    one, other = envelope.seal(PLACE, b"plain"), envelope.seal(PLACE, b"plain")
    assert one != other
    assert b"plain" not in one
    assert [envelope.open(PLACE, sealed) for sealed in (one, other)] == [b"plain", b"plain"]


@pytest.mark.parametrize("others", ["", NEW])
def test_without_the_key_nothing_opens(others: str) -> None:
    sealed = Envelope(OLD).seal(PLACE, b"plain")
    with pytest.raises(ApiError) as caught:
        Envelope(others).open(PLACE, sealed)
    assert (caught.value.status, "PGDESK_SECRET_KEYS" in str(caught.value.hint)) == (503, True)


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(ApiError):
        Envelope("").seal(PLACE, b"plain")


def test_it_opens_at_its_place_only() -> None:
    envelope = Envelope(OLD)
    sealed = envelope.seal(PLACE, b"plain")
    for place, broken in (
        ("trunk.secret 2", sealed),
        (PLACE, sealed[:-1]),
        (PLACE, b""),
        (PLACE, sealed[:9]),
    ):
        with pytest.raises(ApiError):
            envelope.open(place, broken)


def test_the_first_key_seals_and_all_open() -> None:
    sealed = Envelope(OLD).seal(PLACE, b"plain")
    both = Envelope(f"{NEW}, {OLD}")
    assert both.open(PLACE, sealed) == b"plain"
    assert not both.is_current(sealed)
    fresh = both.seal(PLACE, b"plain")
    assert both.is_current(fresh)
    assert Envelope(NEW).open(PLACE, fresh) == b"plain"


def test_each_key_has_a_length() -> None:
    assert Settings.from_env({"PGDESK_SECRET_KEYS": f"{NEW}, {OLD}"}).secret_keys == f"{NEW}, {OLD}"
    with pytest.raises(SettingsError, match="PGDESK_SECRET_KEYS"):
        Settings.from_env({"PGDESK_SECRET_KEYS": f"{NEW},short"})


def test_a_column_of_the_type_takes_nothing_that_is_not_sealed(desk: Desk) -> None:
    assert desk.one(SYSTEM, "SELECT %s::helpdesk.sealed IS NOT NULL", Envelope(OLD).seal(PLACE, b"plain"))
    for plain in (b"plain", b"", b"\1" + bytes(31), bytes(40)):
        with refused("23514"):
            desk.run(SYSTEM, "SELECT %s::helpdesk.sealed", plain)
