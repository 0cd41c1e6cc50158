"""docker-compose.yml as far as it can be read without an engine: what it names is there."""

import importlib.util
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from pgdesk.api.rest.config import Config
from pgdesk.cli.main import cli
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.settings import Settings

TEXT = (ROOT / "docker-compose.yml").read_text()
FILE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
BUILDS = {service["build"]["dockerfile_inline"] for service in SERVICES.values() if "build" in service}
IGNORED = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
_OURS = [name for name, service in SERVICES.items() if service.get("image") == "pgdesk:local"]


def lines(dockerfile: str) -> list[list[str]]:
    return [line.split() for line in re.sub(r"\\\n\s*", "", dockerfile).splitlines() if line]


def words(of: object) -> list[str]:
    return shlex.split(of) if isinstance(of, str) else list(of)  # type: ignore[call-overload]


def test_images_stay_the_same_until_somebody_changes_them() -> None:
    given = re.compile(r"\$\{\w+:-(.*)\}")
    images = [given.sub(r"\1", service["image"]) for service in SERVICES.values()]
    images += [words[1] for build in BUILDS for words in lines(build) if words[0] == "FROM"]
    for image in images:
        assert re.search(r":(?!latest$)\S+$", image), image


def test_what_is_copied_is_there_and_not_left_out() -> None:
    for build in BUILDS:
        for word, *rest in lines(build):
            if word == "COPY" and not rest[0].startswith("--from="):
                for source in rest[:-1]:
                    assert (ROOT / source).exists()
                    assert not any(Path(source).match(pattern) for pattern in IGNORED), source
    needed = ["pyproject.toml", "README.md", "LICENSE", "requirements.lock", "pgdesk", "db", "reports"]
    for source in [*needed, *(link.name for link in (ROOT / "pgdesk").iterdir() if link.is_symlink())]:
        assert (ROOT / source).exists()
        assert not any(Path(source).match(pattern) for pattern in IGNORED), source


def test_each_stage_of_an_image_is_used_by_a_later_one() -> None:
    for build in BUILDS:
        stages = [rest[-1] for word, *rest in lines(build) if word == "FROM" and "AS" in rest]
        used = [
            rest[0].removeprefix("--from=")
            for word, *rest in lines(build)
            if word == "COPY" and "=" in rest[0]
        ]
        assert stages == used


def test_what_it_refers_to_it_has() -> None:
    for service in SERVICES.values():
        for other, condition in service.get("depends_on", {}).items():
            assert other in SERVICES
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]
            if condition["condition"] == "service_completed_successfully":
                assert SERVICES[other]["restart"] == "no"
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in FILE["volumes"]
        for config in service.get("configs", []):
            assert config["source"] in FILE["configs"]
        for name, value in service.get("environment", {}).items():
            for host in re.findall(r"(?:@|http://)([a-z]+):", str(value)):
                assert host in SERVICES, f"{name} names {host}"


def test_every_variable_is_explained() -> None:
    told = (ROOT / "docs" / "deployment.md").read_text() + (ROOT / "README.md").read_text()
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    assert {name for name in used if name not in told} == set()
    fields = {f"PGDESK_{field.upper()}" for field in Settings.__struct_fields__}
    for name in _OURS:
        for variable in SERVICES[name]["environment"]:
            assert variable in fields or variable in told, variable
    settings = {f"PGRST_{field.upper()}" for field in Config.__struct_fields__}
    assert set(SERVICES["postgrest"]["environment"]) <= settings


@pytest.mark.parametrize("name", _OURS)
def test_our_services_run_what_there_is(name: str) -> None:
    service = SERVICES[name]
    match words(service.get("entrypoint", ["pgdesk"])):
        case ["pgdesk"]:
            assert words(service["command"])[0] in cli.list_commands(None)  # type: ignore[arg-type]
        case ["python", "-m", module]:
            assert importlib.util.find_spec(module) is not None
        case other:
            pytest.fail(f"{other} is nothing that the image has")


def test_the_server_knows_its_settings_and_the_shell_its_lines(dsn: str) -> None:
    command = " ".join([*SERVICES["db"]["command"], *SERVICES["replica"]["command"]])
    names = set(re.findall(r"(?<!-)-c\s*([a-z_.]+)=", command))
    assert {"wal_level", "hot_standby", "shared_preload_libraries"} <= names
    with psycopg.connect(dsn) as connection:
        known = {name for (name,) in connection.execute("SELECT name FROM pg_settings")}
    assert {name for name in names if not name.startswith("cron.")} <= known
    scripts = [*SERVICES["replica"]["command"], *(one["content"] for one in FILE["configs"].values())]
    for script in scripts:
        subprocess.run(["bash", "-n"], input=script.replace("$$", "$"), text=True, check=True)
    programs = set(
        re.findall(r"^\s*(?:exec )?(psql|pg_\w+|postgres)\b", SERVICES["replica"]["command"][0], re.M)
    )
    assert programs == {"psql", "pg_basebackup", "postgres"}
    for program in programs:
        assert Path(find_binaries().program(program)).exists()
