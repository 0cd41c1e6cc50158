"""Who may import whom: rooms stand on floors, an import leads down or stays in its room, none leads round."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
API, REST = "pgdesk.api", "pgdesk.api.rest"

#: From the ground up. Rooms of one floor do not know each other.
FLOORS_OF_API = """
    addresses errors markdown page_files
    asgi envelope filters outgoing reading signatures
    rest embedded root web
    upstream handlers logs metrics
    asking guard pictures
    rates
    articles bridges files health hub inbound live pages previews reports webhooks
    exports images
    login
    aliases dkim_keys knowledge mailbox_accounts unsubscriptions
    docs
    gateway
    app
"""
FLOORS_OF_REST = """
    errors headers jspath observations recent timing
    config parse
    auth schema_cache
    request plan
    sql
    compile
    outcome statement_cache
    database response
    house
    service
    app
    http
    standalone
    __main__
"""
#: All that api/rest may know of the rest of pgdesk.
BELOW_REST = {"pgdesk.api.errors", "pgdesk.api.asgi"}

Imports = Mapping[str, set[str]]


def test_rooms_of_api() -> None:
    assert arrows_up(imports_of(API), API, FLOORS_OF_API) == []


def test_rooms_of_rest() -> None:
    assert arrows_up(imports_of(REST), REST, FLOORS_OF_REST) == []


def test_rest_could_be_taken_out() -> None:
    known = set().union(*imports_of(REST).values())
    assert {name for name in known if not is_inside(name, REST)} == BELOW_REST


@pytest.mark.parametrize(
    "package", [API, "pgdesk.cli", "pgdesk.files", "pgdesk.workers", "pgdesk.mail", "pgdesk.reports"]
)
def test_no_import_leads_round(package: str) -> None:
    assert cycle(imports_of(package)) == []


def test_planted_arrows_are_found() -> None:
    planted = {
        "p.low": {"p.high.part"},
        "p.high.part": {"p.low", "p.high.other"},
        "p.high.other": set[str](),
        "p.beside": {"p.low", "p.high"},
    }
    floors = "low\nhigh beside"
    assert arrows_up(planted, "p", floors) == ["p.beside → p.high", "p.low → p.high.part"]
    assert arrows_up({"p.new": set()}, "p", floors) == ["p.new stands on no floor"]
    assert set(cycle(planted)) == {"p.low", "p.high.part"}


def arrows_up(imports: Imports, package: str, floors: str) -> list[str]:
    floor_of = {
        room: floor for floor, line in enumerate(floors.strip().splitlines()) for room in line.split()
    }
    faults = []
    for module, known in imports.items():
        room = room_of(module, package)
        if room not in floor_of:
            faults += [f"{module} stands on no floor"] if room else []
            continue
        faults += [
            f"{module} → {other}"
            for other in known
            if (there := room_of(other, package)) not in ("", room) and floor_of[there] >= floor_of[room]
        ]
    return sorted(faults)


def cycle(imports: Imports) -> list[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def room_of(module: str, package: str) -> str:
    """The first part of the name below the package; empty for what is not in it."""
    return module.removeprefix(f"{package}.").partition(".")[0] if is_inside(module, package) else ""


def is_inside(module: str, package: str) -> bool:
    return module.startswith(f"{package}.")


def imports_of(package: str) -> Imports:
    """Module → the modules of pgdesk that it imports, wherever in its text."""
    folder = ROOT / "pgdesk" / Path(*package.split(".")[1:])
    files = [path for path in folder.rglob("*.py") if path.name != "__init__.py"]
    assert files
    return {_name(path): set(_imported(ast.parse(path.read_text(encoding="utf-8")))) for path in files}


def _imported(tree: ast.Module) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if is_inside(alias.name, "pgdesk"))
        elif isinstance(node, ast.ImportFrom) and node.module and is_inside(node.module, "pgdesk"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if _is_module(inner) else node.module


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()
