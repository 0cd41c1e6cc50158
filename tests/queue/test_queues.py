"""The database and the workers mean the same queues: an actor's jobs wait where its threads look."""

import pkgutil
import re
from collections.abc import Iterator
from importlib.util import find_spec, module_from_spec

import dramatiq
import pytest

from pgdesk import workers
from pgdesk.cli.paths import DB
from pgdesk.workers.__main__ import NO_ACTORS
from pgdesk.workers.broker import make_broker

_CALL = re.compile(r"helpdesk\.(enqueue|enqueue_once)\(\s*")


@pytest.fixture(scope="module")
def queues() -> Iterator[dict[str, str]]:
    """By actor. Nothing connects."""
    before = dramatiq.broker.global_broker
    broker = make_broker("host=127.0.0.1 port=1 dbname=none")
    dramatiq.set_broker(broker)
    for module in pkgutil.iter_modules(workers.__path__):
        if module.name not in NO_ACTORS:
            spec = find_spec(f"pgdesk.workers.{module.name}")
            assert spec is not None
            assert spec.loader is not None
            spec.loader.exec_module(module_from_spec(spec))
    yield {name: actor.queue_name for name, actor in broker.actors.items()}
    dramatiq.broker.global_broker = before
    broker.close()
    broker.pool.close()


def calls() -> list[tuple[str, str, str]]:
    """File, actor and queue of each call with a literal actor."""
    found = []
    for file in sorted((DB / "functions").rglob("*.sql")):
        text = re.sub(r"--[^\n]*", "", file.read_text())
        for call in _CALL.finditer(text):
            arguments = list(_arguments(text[call.end() :]))
            place = 2 if call[1] == "enqueue" else 1
            queue = next((a.partition("=>")[2] for a in arguments if a.startswith("p_queue")), "")
            if not queue and len(arguments) > place and "=>" not in arguments[place]:
                queue = arguments[place]
            if arguments[0].startswith("'"):
                found.append((file.name, arguments[0].strip("'"), queue.strip(" '") or "default"))
    return found


def _arguments(text: str) -> Iterator[str]:
    depth, argument = 0, ""
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if depth < 0:
            break
        if letter == "," and depth == 0:
            yield argument.strip()
            argument = ""
        else:
            argument += letter
    yield argument.strip()


def test_calls_are_found() -> None:
    assert ("run_job.sql", "run_job", "batches") in calls()
    assert ("tg_event__start_workflows.sql", "run_workflows", "default") in calls()


def test_what_is_enqueued_waits_where_its_actor_looks(queues: dict[str, str]) -> None:
    assert [call for call in calls() if queues.get(call[1], call[2]) != call[2]] == []
