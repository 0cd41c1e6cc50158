"""What is generated in docs/ is as pgdesk schema --write writes it."""

from pathlib import Path

from psycopg.conninfo import make_conninfo

from pgdesk.cli.deploy.pages import answer, draw_pages, stale, write
from tests.conftest import TEMPLATE

_PAGE = """
```sql
SELECT 1 AS not_shown;
```

```sql
CREATE TEMP TABLE kept AS SELECT 'a|b' AS value, NULL AS nothing;
SELECT * FROM kept;
```

|

```sql
SELECT value FROM kept WHERE false;
```

| value |
| --- |
| stale |
"""


def test_the_pages_are_fresh(fresh_db: str) -> None:
    assert stale(draw_pages(fresh_db)) == [], "run pgdesk schema --write"


def test_the_server_version_does_not_show(pg18: str) -> None:
    assert stale(draw_pages(make_conninfo(pg18, dbname=TEMPLATE))) == []


def test_a_stale_page_is_seen_and_renewed(dsn: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(_PAGE)
    drawn = {"page.md": answer(dsn, _PAGE), "new.md": "x"}
    assert stale(drawn, tmp_path) == ["new.md", "page.md"]
    write(drawn, tmp_path)
    assert stale(drawn, tmp_path) == []
    assert (tmp_path / "page.md").read_text() == _PAGE.replace(
        "\n|\n\n", "\n| value | nothing |\n| --- | --- |\n| a\\|b |  |\n\n"
    ).replace("| stale |\n", "")
