"""The wheel: what it holds and needs, and the README's walk-through on an installation of it.

The walk-through is typed as printed, in an empty folder, and must answer as printed.
"""

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port
from tests.cli.demo import PGDESK, bare_environment, running

_MARK = "-- next --"
_LINKS = sorted(path for path in (ROOT / "pgdesk").iterdir() if path.is_symlink())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: setuptools leaves its work beside what it builds."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    for folder in (ROOT / "pgdesk", *(link.resolve() for link in _LINKS)):
        shutil.copytree(
            folder, tree / folder.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    _pip("wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={tree}", str(tree))
    (built,) = tree.glob("*.whl")
    return built


@pytest.fixture
def command(wheel: Path, room: Path) -> tuple[str, ...]:
    """`pgdesk` of a bare environment that has the wheel and what it asks for; of the checkout where packages
    cannot be fetched."""
    python = room / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(room / "venv")], check=True)
    to_fetch = ["--no-compile", f"--constraint={ROOT / 'requirements.lock'}"]
    try:
        _pip("--python", str(python), "install", *to_fetch, str(wheel))
    except subprocess.CalledProcessError as problem:
        try:
            _pip("download", "--no-deps", f"--dest={room}", *to_fetch[1:], "click", retries=0)
        except subprocess.CalledProcessError:
            return PGDESK
        raise AssertionError(problem.stderr) from problem
    asked = "import importlib.metadata as m, json; print(json.dumps([d.name for d in m.distributions()]))"
    found = subprocess.run([str(python), "-Ic", asked], capture_output=True, check=True).stdout
    assert {canonicalize_name(name) for name in json.loads(found)} == {"pgdesk", *_needed(_dependencies())}
    return (str(python.with_name("pgdesk")),)


def _pip(*arguments: str, retries: int = 2) -> None:
    options = ["--quiet", "--no-input", "--disable-pip-version-check", f"--retries={retries}"]
    subprocess.run(
        [sys.executable, "-m", "pip", *options, *arguments], capture_output=True, text=True, check=True
    )


def _dependencies() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [Requirement(text) for text in project["dependencies"]]


def _needed(requirements: Iterable[Requirement]) -> set[str]:
    """Names of these packages and of what they need in turn, as installed here."""
    found: set[str] = set()
    waiting = [(one.name, frozenset(one.extras)) for one in requirements]
    seen = set(waiting)
    for name, extras in waiting:
        found.add(canonicalize_name(name))
        for one in map(Requirement, importlib.metadata.requires(name) or []):
            is_wanted = one.marker is None or any(one.marker.evaluate({"extra": e}) for e in ("", *extras))
            key = (one.name, frozenset(one.extras))
            if is_wanted and key not in seen:
                seen.add(key)
                waiting.append(key)
    return found


def _locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def test_the_wheel_holds_one_package_with_all_that_lies_beside_its_modules(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names} == {"pgdesk", "pgdesk-0.1.0.dist-info"}
    wanted = {
        f"pgdesk/{link.name}/{path.relative_to(link.resolve()).as_posix()}"
        for link in _LINKS
        for path in link.resolve().rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in names if name.startswith("pgdesk/")} == {
        *wanted,
        "pgdesk/__init__.py",
        "pgdesk/settings.py",
    }


def test_the_lock_is_what_the_dependencies_need() -> None:
    locked = _locked()
    assert _needed(_dependencies()) == locked.keys() - {"setuptools"}
    wrong = [str(one) for one in _dependencies() if locked[canonicalize_name(one.name)] not in one.specifier]
    assert wrong == []


def _steps() -> Iterator[tuple[str, str]]:
    """Commands of the console blocks with what is printed below each."""
    text = "\n".join(re.findall(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S))
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        typed, _, printed = part.partition("\n")
        yield typed, printed.rstrip()


def test_the_walk_through_works_as_printed(command: tuple[str, ...], room: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    port = free_port()
    environ = bare_environment(port)
    empty = room / "empty"
    empty.mkdir()
    steps = list(_steps())
    script = f"\necho '{_MARK}'\n".join(typed for typed, _ in steps)
    script = script.replace(":8000/", f":{port}/").replace(".venv/bin/pgdesk", " ".join(command))
    if command == PGDESK:
        environ["PGDESK_STATE_DIR"] = str(empty / ".pgdesk")
    with running([*command, "demo"], room, empty, environ):
        done = subprocess.run(
            ["bash", "-c", script], cwd=empty, env=environ, capture_output=True, text=True, check=False
        )
        page = httpx.get(f"http://127.0.0.1:{port}/docs", trust_env=False)
        doctor = subprocess.run(
            [*command, "doctor"], cwd=empty, env=environ, capture_output=True, check=False
        )
    answers = [answer.strip("\n").rstrip() for answer in done.stdout.split(f"{_MARK}\n")]
    assert list(zip((typed for typed, _ in steps), answers, strict=True)) == steps
    assert page.status_code == 200
    assert doctor.returncode == 0, doctor.stdout.decode()
    assert [path.name for path in empty.iterdir()] == [".pgdesk"]
