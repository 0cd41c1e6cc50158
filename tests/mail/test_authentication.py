"""Authentication-Results: what a sender put into quoted strings and comments is no result."""

# ruff: noqa: E501

import pytest

from pgdesk.mail.authentication import read_authentication

SPF_ONLY = [("mx.desk.example", "spf", "pass", "evil.example")]
#: What a stranger's envelope address makes a trusted server write (RFC 8601, section 2.2; RFC 5322, section 3.2).
SMUGGLED = {
    "quoted string": 'spf=pass smtp.mailfrom="a; dkim=pass header.d=desk.example "@evil.example',
    "quoted quote": r'spf=pass smtp.mailfrom="a\"; dkim=pass header.d=desk.example "@evil.example',
    "domain in a quoted string": 'spf=pass smtp.mailfrom="x@desk.example"@evil.example',
    "nested comment": 'spf=pass (of "x(y)z; dkim=pass header.d=desk.example q"@evil.example) smtp.mailfrom=evil.example',
    "escaped comment": r'spf=pass (of "x\); dkim=pass header.d=desk.example \("@evil.example) smtp.mailfrom=evil.example',
    "reason": 'spf=pass reason="; dkim=pass header.d=desk.example" smtp.mailfrom=evil.example',
}


def read(*fields: str) -> list[tuple[str, str, str, str]]:
    return [(one.server, one.method, one.result, one.domain) for one in read_authentication(list(fields))]


@pytest.mark.parametrize("name", SMUGGLED)
def test_nothing_is_smuggled_in(name: str) -> None:
    assert read(f"mx.desk.example; {SMUGGLED[name]}") == SPF_ONLY


def test_a_comment_that_ends_differently_by_its_quotes_is_not_believed() -> None:
    assert (
        read('mx; spf=pass (of "x); dkim=pass header.d=desk.example ("@evil.example) smtp.mailfrom=e.example')
        == []
    )


@pytest.mark.parametrize("field", ["mx; dkim=pass header.d=a.example (", 'mx; dkim=pass header.d="a.example'])
def test_what_does_not_end_says_nothing(field: str) -> None:
    assert read(field) == []


READ = {
    "each method has its own property": (
        "mx; spf=pass header.from=a.example smtp.helo=a.example; dkim=pass smtp.mailfrom=a.example header.i=@b.example",
        [("mx", "spf", "pass", ""), ("mx", "dkim", "pass", "")],
    ),
    "the identity is not the domain": (
        "mx; dkim=pass header.i=@mail.x.example header.d=x.example",
        [("mx", "dkim", "pass", "x.example")],
    ),
    "version of a method": ("mx 1; dmarc/1=pass header.from=A.example", [("mx", "dmarc", "pass", "a.example")]),
    "spaces and quotes": ('mx; dkim = pass (ok) header.d = "x.example"', [("mx", "dkim", "pass", "x.example")]),
    "base64": ("mx; dkim=pass header.b=ab+/cd== header.d=x.example", [("mx", "dkim", "pass", "x.example")]),
    "two domains are none": ("mx; dkim=pass header.d=a.example header.d=b.example", [("mx", "dkim", "pass", "")]),
    "without a server": ("spf=pass smtp.mailfrom=a.example; dkim=pass header.d=a.example", [("", "dkim", "pass", "a.example")]),
    "no result": ("mx; none", []),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_read(name: str) -> None:
    field, expected = READ[name]
    assert read(field) == expected


def test_fields_are_numbered_from_the_top() -> None:
    fields = ["mx; spf=fail smtp.mailfrom=a.example", "mx; dkim=pass header.d=a.example"]
    assert [one.field for one in read_authentication(fields)] == [0, 1]
