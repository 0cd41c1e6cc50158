"""Files that go to a hub and come from it through a site that has no store of its own."""

import os

from tests.api.test_hub import cloud
from tests.files.conftest import House, refusal


def test_files_go_both_ways(house: House) -> None:
    headers, content = house.person("agent"), b"GIF89a" + os.urandom(5 << 20)
    with cloud(str(house.client.base_url)) as site:
        made = site.post("/files", content=content, params={"filename": "a.gif"}, headers=headers)
        assert made.status_code == 201, made.text
        path = f"/files/{made.json()['attachment_id']}"
        assert site.get(path, headers=headers).content == content
        part = site.get(path, headers={**headers, "Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, content[100:200])
        assert site.get(path, headers=house.person("customer")).status_code == 404
        house.set("max_staff_attachment_size_kb", 1)
        much = site.post("/files", content=content, params={"filename": "a.gif"}, headers=headers)
    assert refusal(much) == refusal(house.upload(content, "a.gif", headers))
    assert much.status_code == 413
