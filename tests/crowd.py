"""People who act at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import psycopg

from tests.conftest import Connection, acting_as
from tests.desk import Desk, Person, make_desk

Work = Callable[[Connection], Any]
D = TypeVar("D", bound=Desk)


@dataclass
class Crowd(Generic[D]):
    """A desk whose people are committed, in a database of its own."""

    dsn: str
    desk: D
    #: Used again: a new connection first compiles and plans all that it calls.
    idle: list[Connection] = field(default_factory=list)

    def run(self, *works: Work) -> list[Any]:
        """Starts all together; what each returned, or its SQLSTATE."""
        barrier = threading.Barrier(len(works))

        def one(work: Work) -> Any:
            with self._connection() as connection:
                barrier.wait(timeout=30)
                try:
                    found = work(connection)
                    connection.commit()
                    return found
                except psycopg.Error as problem:
                    connection.rollback()
                    return problem.sqlstate

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    def value(self, statement: str, *values: Any) -> Any:
        with self._connection() as connection:
            (row,) = connection.execute(statement, values).fetchall()
            connection.commit()
        return row[0]

    def tickets(self, count: int, **columns: Any) -> list[int]:
        made = [self.desk.ticket(**columns) for _ in range(count)]
        self.desk.db.commit()
        return made

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            connection = self.idle.pop()
        except IndexError:
            connection = psycopg.connect(self.dsn)
        try:
            yield connection
            self.idle.append(connection)
        except BaseException:
            connection.close()
            raise


@contextmanager
def gather(dsn: str, kind: type[D]) -> Iterator[Crowd[D]]:
    """A crowd in the database of `dsn`, which has no people yet."""
    with psycopg.connect(dsn) as connection:
        desk = kind(**vars(make_desk(connection)))
        connection.commit()
        crowd = Crowd(dsn, desk)
        yield crowd
        for idle in crowd.idle:
            idle.close()
        connection.rollback()


def acting(who: Person, statement: str, *values: Any) -> Work:
    def work(connection: Connection) -> Any:
        with acting_as(connection, who.role, who.id):
            return _fetch(connection, statement, values)

    return work


def system(statement: str, *values: Any) -> Work:
    return lambda connection: _fetch(connection, statement, values)


def _fetch(connection: Connection, statement: str, values: tuple[Any, ...]) -> Any:
    cursor = connection.execute(statement, values)
    return cursor.fetchall() if cursor.description else None
