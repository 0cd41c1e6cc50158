"""A browser a process, and a desk a module; what pages do wrong fails the test that opened them."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.web.browser import Chromium, running_chromium
from tests.web.chromium_package import find_chromium
from tests.web.desk import Desk, running_desk


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with running_chromium(program) as running:
        yield running


@pytest.fixture(scope="module")
def desk(server_dsn: str, chromium: Chromium) -> Iterator[Desk]:
    """A desk of the module's own: see tests/web/furnish.py for who and what is there."""
    with running_desk(server_dsn, chromium) as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Runs tests with a browser in its thread."""
    __tracebackhide__ = True
    chromium = pyfuncitem.funcargs.get("chromium")
    if not isinstance(chromium, Chromium):
        return (yield)
    test = pyfuncitem.obj

    def run(**arguments: Any) -> None:
        __tracebackhide__ = True
        try:
            test(**arguments)
        except BaseException:
            pyfuncitem.add_report_section("call", "pages", chromium.show())
            chromium.close_pages()
            raise
        assert chromium.close_pages() == [], "pages did what they may not"

    pyfuncitem.obj = lambda **arguments: chromium.run(lambda: run(**arguments))
    try:
        return (yield)
    finally:
        pyfuncitem.obj = test
