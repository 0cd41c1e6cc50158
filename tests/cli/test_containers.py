"""docker-compose.yml as far as it can be read without an engine: what it names is there."""

import importlib.metadata
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
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


def test_it_is_as_the_specification_has_it() -> None:
    found = importlib.metadata.distribution("check-jsonschema").locate_file(
        "check_jsonschema/builtin_schemas/vendor/compose-spec.json"
    )
    specification = jsonschema_rs.validator_for(json.loads(Path(str(found)).read_text()))
    assert [f"{error.instance_path}: {error.message}" for error in specification.iter_errors(FILE)] == []
    assert {profile for service in SERVICES.values() for profile in service.get("profiles", [])} == {
        "scale",
        "observe",
        "mail",
    }


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
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in FILE["volumes"]
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
    scripts = [*SERVICES["replica"]["command"], FILE["configs"]["allow-replication"]["content"]]
    for script in scripts:
        subprocess.run(["bash", "-n"], input=script.replace("$$", "$"), text=True, check=True)
    programs = set(
        re.findall(r"^\s*(?:exec )?(psql|pg_\w+|postgres)\b", SERVICES["replica"]["command"][0], re.M)
    )
    assert programs == {"psql", "pg_basebackup", "postgres"}
    for program in programs:
        assert Path(find_binaries().program(program)).exists()


def test_nginx_takes_the_proxys_lines(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    lines = re.sub(r"server api(-2)?:8000", "server 127.0.0.1:8000", FILE["configs"]["proxy"]["content"])
    config = tmp_path / "nginx.conf"
    config.write_text(f"pid {tmp_path / 'pid'}; events {{}} http {{ {lines.replace('$$', '$')} }}")
    done = subprocess.run(
        [nginx, "-t", "-c", config, "-e", "stderr"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
