"""What observe/ has for Prometheus and Grafana: understood by them, and asking for what /metrics says."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from pgdesk.api.metrics import Metrics
from pgdesk.cli.paths import ROOT

_FOLDER = ROOT / "observe"
_RULES: list[dict[str, Any]] = yaml.safe_load((_FOLDER / "alerts.yml").read_text())["groups"][0]["rules"]
_DASHBOARDS = {path.name: json.loads(path.read_text()) for path in (_FOLDER / "dashboards").iterdir()}
_PROMTOOL = shutil.which("promtool")


def _expressions() -> Iterator[str]:
    for rule in _RULES:
        yield rule["expr"]
    for dashboard in _DASHBOARDS.values():
        for panel in dashboard["panels"]:
            for target in panel["targets"]:
                yield target["expr"]


def test_what_is_asked_for_is_there() -> None:
    text = Metrics().text().decode()
    told = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)", text, re.M):
        told |= {f"{name}_bucket", f"{name}_sum", f"{name}_count"} if kind == "histogram" else {name}
    asked = {name for text in _expressions() for name in re.findall(r"\b(?:pgdesk|process)_\w+", text)}
    assert asked
    assert asked <= told


def test_each_alert_says_what_to_do_and_names_what_is_there() -> None:
    for rule in _RULES:
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert rule["annotations"].keys() == {"summary", "action"}
        for page in re.findall(r"docs/\S+\.md", rule["annotations"]["action"]):
            assert (ROOT / page).exists()


@pytest.mark.skipif(_PROMTOOL is None, reason="no promtool (Debian: apt-get install prometheus)")
def test_prometheus_takes_it_and_alerts_fire_when_they_should(tmp_path: Path) -> None:
    def run(*arguments: object) -> None:
        done = subprocess.run(
            [str(_PROMTOOL), *map(str, arguments)], cwd=_FOLDER, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("check", "config", "--syntax-only", "prometheus.yml")
    run("test", "rules", "alerts.test.yml")
    rules = [{"record": f"asked:{number}", "expr": text} for number, text in enumerate(_expressions())]
    (tmp_path / "asked.yml").write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": rules}]}))
    run("check", "rules", tmp_path / "asked.yml")


def test_each_alert_is_tested() -> None:
    tests = (_FOLDER / "alerts.test.yml").read_text()
    for rule in _RULES:
        assert len(re.findall(rf"\b{rule['alert']}\b", tests)) >= 2, "that it fires, and that it does not"


@pytest.mark.parametrize("name", _DASHBOARDS)
def test_panels_have_a_place_of_their_own_and_the_source_that_is_there(name: str) -> None:
    panels = _DASHBOARDS[name]["panels"]
    (source,) = yaml.safe_load((_FOLDER / "datasources.yml").read_text())["datasources"]
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)
    assert {panel["datasource"]["uid"] for panel in panels} == {source["uid"]}
    for panel in panels:
        place = panel["gridPos"]
        assert 0 <= place["x"] < place["x"] + place["w"] <= 24
    for one, other in combinations([panel["gridPos"] for panel in panels], 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or below


def test_the_runbook_has_a_section_for_each_alert_and_names_what_is_there() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    sections = {line[4:].lower().replace(" ", "-") for line in page.splitlines() if line.startswith("### ")}
    rows = re.findall(r"^\| \[[\w ]+\]\(#([\w-]+)\) \| (.*) \|$", page, re.M)
    assert rows
    assert {section for section, _ in rows} <= sections
    told = set(re.findall(r"^# TYPE (\S+)", Metrics().text().decode(), re.M))
    assert set(re.findall(r"\bpgdesk_\w+", " ".join(when for _, when in rows))) <= told
