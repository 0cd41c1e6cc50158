"""Every finding is in the table of findings/README.md and built as it says."""

import os
import re

from pgdesk.cli.paths import ROOT

FINDINGS = ROOT / "findings"


def test_the_table_lists_the_findings() -> None:
    listed = re.findall(r"^\| \[([\w-]+\.sh)\]\(\1\) \|", (FINDINGS / "README.md").read_text(), re.M)
    assert listed == sorted(path.name for path in FINDINGS.glob("*.sh"))


def test_a_finding_pins_fails_and_cleans_up() -> None:
    for path in FINDINGS.glob("*.sh"):
        text = path.read_text()
        assert os.access(path, os.X_OK), path.name
        assert text.startswith("#!/usr/bin/env bash\n# "), path.name
        assert "set -euo pipefail\n" in text, path.name
        assert re.search(r"^trap .*rm -rf .*EXIT$", text, re.M), path.name
        assert re.search(r"\w(==|@)\d", text), path.name
        assert "pgdesk" not in text, path.name
