"""The database and the workers mean the same queues: an actor's jobs wait where its threads look."""

import re
from collections.abc import Iterator

import pytest

from pgdesk.cli.paths import DB
from tests.workers.actors import declared

_CALL = re.compile(r"helpdesk\.(enqueue|enqueue_once)\(\s*")


@pytest.fixture(scope="module")
def queues() -> Iterator[dict[str, str]]:
    """By actor."""
    with declared() as actors:
        yield {name: actor.queue_name for name, actor in actors.items()}


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
    assert [call for call in calls() if queues.get(call[1]) != call[2]] == []
