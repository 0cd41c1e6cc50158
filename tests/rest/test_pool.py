"""Few connections are in use while they come back quickly, and all where they do not."""

from __future__ import annotations

import asyncio

import pytest

from pgdesk.api.errors import PoolTimeout
from pgdesk.api.rest.database.pool import AT_ONCE, PATIENCE, Pool
from tests.rest.samples_replay import config_for


def test_who_waits_has_the_next_that_comes_back(library_dsn: str) -> None:
    async def use() -> None:
        pool = Pool(config_for(library_dsn, db_pool=AT_ONCE + 2))
        held = [await pool.acquire() for _ in range(AT_ONCE)]
        waiters = [asyncio.create_task(pool.acquire()) for _ in range(2)]
        await asyncio.sleep(0)
        assert (pool.waiting, pool.available) == (2, 2)
        pool.give_back(held[0])
        pool.give_back(held[1])
        assert [await waiter for waiter in waiters] == held[:2]
        assert pool.available == 2
        await pool.close()

    asyncio.run(use())


def test_slow_requests_hold_up_nobody(library_dsn: str) -> None:
    async def use() -> None:
        pool = Pool(config_for(library_dsn, db_pool=AT_ONCE + 2, db_pool_acquisition_timeout=1))
        loop = asyncio.get_running_loop()
        held = [await pool.acquire() for _ in range(AT_ONCE)]
        asked_at = loop.time()
        held += await asyncio.gather(pool.acquire(), pool.acquire())
        assert PATIENCE <= loop.time() - asked_at < 1
        assert pool.available == 0
        with pytest.raises(PoolTimeout):
            await pool.acquire()
        late = asyncio.create_task(pool.acquire())
        await asyncio.sleep(2 * PATIENCE)
        pool.give_back(held[0])
        assert await late is held[0]
        # What came back beyond those at once stays for who comes later.
        pool.give_back(held[1])
        soon = asyncio.create_task(pool.acquire())
        await asyncio.sleep(0)
        assert (pool.waiting, pool.idle) == (1, 1)
        assert await soon is held[1]
        await pool.close()

    asyncio.run(use())


def test_who_leaves_takes_no_connection_along(library_dsn: str) -> None:
    async def use() -> None:
        pool = Pool(config_for(library_dsn, db_pool=AT_ONCE + 1))
        held = [await pool.acquire() for _ in range(AT_ONCE)]
        for _ in range(3):
            leaving = asyncio.create_task(pool.acquire())
            await asyncio.sleep(0)
            pool.give_back(held[0])
            leaving.cancel()
            with pytest.raises(asyncio.CancelledError):
                await leaving
            assert (pool.waiting, pool.idle, pool.available) == (0, 1, 2)
            assert await pool.acquire() is held[0]
        await pool.close()

    asyncio.run(use())
