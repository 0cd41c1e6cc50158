"""The wheel: what it holds and needs, and `pgdesk demo` of its installation, in an empty folder and without a
network. The walk-through of the README, typed there as printed, must answer as printed."""

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pgdesk.api.web.built import FOLDER
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port
from tests.cli.conftest import make_room
from tests.cli.demo import PGDESK, bare_environment, running

_MARK = "-- next --"
_LINKS = sorted(path for path in (ROOT / "pgdesk").iterdir() if path.is_symlink())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: setuptools leaves its work beside what it builds."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    for folder in (ROOT / "pgdesk", *(link.resolve() for link in _LINKS if link.exists())):
        shutil.copytree(
            folder,
            tree / folder.relative_to(ROOT),
            symlinks=True,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    _pip("wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={tree}", str(tree))
    (built,) = tree.glob("*.whl")
    return built


def _install(wheel: Path, room: Path) -> tuple[str, ...]:
    """`pgdesk` of a bare environment that has the wheel and what it asks for; of the checkout where packages
    cannot be fetched."""
    python = room / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(room / "venv")], check=True)
    locked = f"--constraint={ROOT / 'requirements.lock'}"
    try:
        _pip("--python", str(python), "install", "--no-compile", locked, str(wheel))
    except subprocess.CalledProcessError as problem:
        try:
            _pip("download", "--no-deps", f"--dest={room}", locked, "click", retries=0)
        except subprocess.CalledProcessError:
            return PGDESK
        raise AssertionError(problem.stderr) from problem
    asked = "import importlib.metadata as m, json; print(json.dumps([d.name for d in m.distributions()]))"
    found = subprocess.run([str(python), "-Ic", asked], capture_output=True, check=True).stdout
    assert {canonicalize_name(name) for name in json.loads(found)} == {"pgdesk", *_needed(_dependencies())}
    return (str(python.with_name("pgdesk")),)


@dataclass(frozen=True)
class Demo:
    """What a second shell beside the running demo needs; `inside` leads it into its network."""

    command: tuple[str, ...]
    folder: Path
    environ: dict[str, str]
    welcome: str
    inside: tuple[str, ...]

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.inside, *command],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def demo(wheel: Path) -> Iterator[Demo]:
    with make_room() as room:
        command = _install(wheel, room)
        folder = room / "empty"
        folder.mkdir()
        environ = bare_environment(free_port())
        if command == PGDESK:
            environ["PGDESK_STATE_DIR"] = str(folder / ".pgdesk")
        alone = _without_network()
        with running([*alone, *command, "demo"], room, folder, environ) as (process, welcome):
            inside = ("nsenter", f"--target={process.pid}", "--net") if alone else ()
            yield Demo(command, folder, environ, welcome, inside)


def _without_network() -> tuple[str, ...]:
    """Runs a command where there is nothing but itself; empty where that is not to be had."""
    unshare = ("unshare", "--net")
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        return ()
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode:
        return ()
    return (*unshare, "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


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
        "pgdesk/logs.py",
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


def test_the_walk_through_works_as_printed(demo: Demo) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    steps = list(_steps())
    script = f"\necho '{_MARK}'\n".join(typed for typed, _ in steps)
    script = script.replace(":8000/", f":{demo.environ['PGDESK_PORT']}/")
    done = demo.run("bash", "-c", script.replace(".venv/bin/pgdesk", " ".join(demo.command)))
    answers = [answer.strip("\n").rstrip() for answer in done.stdout.split(f"{_MARK}\n")]
    assert list(zip((typed for typed, _ in steps), answers, strict=True)) == steps


def test_the_demo_runs_without_a_network(demo: Demo) -> None:
    if not demo.inside:
        pytest.skip("network namespaces are not to be had here")
    assert demo.run("ip", "-o", "link").stdout.count("\n") == 1
    assert len(re.findall(r"^export ", demo.welcome, re.M)) == 3


def test_the_installation_has_its_pages_and_nothing_to_find_fault_with(demo: Demo) -> None:
    page = demo.run("curl", "-sf", f"http://127.0.0.1:{demo.environ['PGDESK_PORT']}/docs")
    assert "<title>" in page.stdout
    address = f"http://127.0.0.1:{demo.environ['PGDESK_PORT']}/support"
    app = demo.run("curl", "-s", "-HAccept: text/html", address)
    assert ("/support/assets/" if FOLDER.exists() else "are not built") in app.stdout
    doctor = demo.run(*demo.command, "doctor", "--quick")
    assert doctor.returncode == 0, doctor.stdout
    assert [path.name for path in demo.folder.iterdir()] == [".pgdesk"]
