"""Every attack that docs/security.md lists has a test, and every test of a threat is listed."""

import ast
import re

import pytest

from pgdesk.cli.paths import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()
LISTED = re.findall(r"^\| .+ \| .+ \| `(tests/\S+\.py)` `(test_\w+)` \|$", PAGE, re.M)
#: Of these files each test is an attack.
THREATS = ("test_cookies", "test_enumeration", "test_fixation", "test_forged_tokens", "test_secrets_at_rest")


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_table_is_read() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert len(rows) == len(LISTED) + 2 > 20


@pytest.mark.parametrize(("path", "name"), LISTED)
def test_what_shows_an_attack_refused_is_there(path: str, name: str) -> None:
    assert name in names_in(path)


@pytest.mark.parametrize("threat", THREATS)
def test_a_file_about_a_threat_is_listed(threat: str) -> None:
    assert f"tests/login/{threat}.py" in {path for path, _ in LISTED}
