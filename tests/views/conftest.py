"""The desk of rules: what is stored here is compiled and filled in as theirs."""

from tests.rules.conftest import desk as desk
