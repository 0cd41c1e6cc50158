"""Organisations have mail domains of their own, by which new customers join them."""

import pytest

from tests.desk import Desk, refused


def give(desk: Desk, domain: str) -> None:
    desk.run(
        desk.admin, "INSERT INTO api.organisation_domains VALUES (%s, %s)", domain, desk.shared_organisation
    )


def test_new_customers_join_by_their_domain(desk: Desk) -> None:
    give(desk, " Shared.example ")
    joined = desk.call(desk.agent, "add_person", name="New", email="new@SHARED.example")
    assert joined["organisation_id"] == desk.shared_organisation
    below = desk.call(desk.agent, "add_person", name="Sub", email="new@sub.shared.example")
    assert below["organisation_id"] is None


@pytest.mark.parametrize("domain", ["gmail.com", "GMX.de", "mail.gmx.de", " outlook.com"])
def test_where_anybody_gets_an_address_no_organisation_is(desk: Desk, domain: str) -> None:
    with refused("PD006", "anybody may have", "public_mail_domains"):
        give(desk, domain)
    give(desk, "own.example")
    with refused("PD006"):
        desk.run(desk.admin, "UPDATE api.organisation_domains SET domain = %s", domain)


def test_the_list_is_a_setting(desk: Desk) -> None:
    desk.set("public_mail_domains", ["campus.example"])
    with refused("PD006"):
        give(desk, "campus.example")
    give(desk, "notcampus.example")
    give(desk, "gmail.com")
