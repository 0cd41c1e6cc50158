"""A store that is full, away or wrong: the uploader is told, nothing is half, and it goes on afterwards."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pgdesk.cli.doctor import examine_files, examine_stored_files
from pgdesk.files.store import Store, StoreError
from tests.api.server import serving, settings_for
from tests.files.conftest import PNG, House


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root mounts a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_no_half_file(fresh_db: str, small_disk: Path) -> None:
    url = (small_disk / "files").as_uri()
    with (
        serving(settings_for(fresh_db, files_url=url)) as client,
        psycopg.connect(fresh_db, autocommit=True) as database,
    ):
        house = House(client, database, settings_for(fresh_db), small_disk / "files", fresh_db)
        ben = house.person("agent")
        # 600 KB are spooled, but have no room beside that; 2 MB are not even spooled
        for size in (600_000, 2_000_000):
            answer = house.upload(bytes(size), "a.bin", ben)
            assert answer.status_code == 507
            assert answer.json()["hint"]
        assert house.one("SELECT count(*) FROM helpdesk.attachment") == 0
        assert house.stored() == set()
        small = house.upload(PNG, headers=ben)
        assert small.status_code == 201
        assert client.get(small.headers["location"], headers=ben).content == PNG


def test_a_store_that_is_away_is_told(house: House) -> None:
    ben = house.person("agent")
    house.folder.rename(house.folder.with_name("elsewhere"))
    house.folder.write_text("no folder")
    answer = house.upload(PNG, headers=ben)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 0
    house.folder.unlink()
    house.folder.with_name("elsewhere").rename(house.folder)
    assert house.upload(PNG, headers=ben).status_code == 201


def test_without_a_store_nothing_is_taken_and_mails_files_are_given(fresh_db: str) -> None:
    with serving(settings_for(fresh_db)) as client:
        answer = client.post("/files?filename=a", content=b"x")
        assert (answer.status_code, answer.json()["hint"]) == (503, "An administrator sets PGDESK_FILES_URL.")


def test_a_store_that_cannot_be_opened_keeps_nothing_else_from_being_served(fresh_db: str) -> None:
    with serving(settings_for(fresh_db, files_url="file:///proc/nothing/here")) as client:
        assert client.post("/files?filename=a", content=b"x").status_code == 503
        assert client.get("/ready").status_code == 200


@pytest.mark.parametrize("url", ["/folder", "http://store.example/", "file:///proc/nothing/here", "s4://x"])
def test_a_wrong_address_is_said_at_once(url: str) -> None:
    with pytest.raises(StoreError):
        Store(url)


def test_the_doctor_puts_and_reads_a_file_and_counts_what_waits(house: House) -> None:
    house.set("virus_scan", "required")
    house.upload(PNG, headers=house.person())

    def said(url: str, clamd: str = "") -> dict[str, tuple[bool, str]]:
        return {
            finding.subject: (finding.is_ok, finding.text)
            for finding in examine_files(house.database, url, clamd)
        }

    good = said(house.settings.files_url, "/nowhere")
    assert good["files"] == (True, f"{house.settings.files_url} takes and gives them")
    assert not good["virus scanner"][0]
    assert "1 wait since" in good["virus scanner"][1]
    house.set("virus_scan", "off")
    assert "virus scanner" not in said(house.settings.files_url)
    assert not said("file:///proc/nothing")["files"][0]
    house.set("storage_service", "s3")
    assert said(house.settings.files_url)["files"] == (
        False,
        "setting storage_service says s3, they are in local",
    )
    assert len(house.stored()) == 1


def test_bytes_that_the_store_has_lost_are_told(house: House) -> None:
    assert house.upload(PNG, headers=house.person("agent")).status_code == 201
    url = house.folder.as_uri()
    assert examine_stored_files(house.database, url).text == "all 1 are in the store"
    (kept,) = (path for path in house.folder.rglob("*") if path.is_file())
    for spoil in (lambda: kept.write_bytes(PNG[:10]), kept.unlink):
        spoil()
        found = examine_stored_files(house.database, url)
        assert (found.is_ok, found.text.startswith("1 of 1 are missing or cut")) == (False, True)
