"""How the command speaks: lines on standard error, progress that rewrites its line on a terminal."""

import sys

import click

_LONG = 100_000


def say(line: str) -> None:
    click.echo(line, err=True)


class Progress:
    """Shows (what, done, total); on anything but a terminal one line per finished step or tenth."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._shown: tuple[str, int] | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        tenth = (10 * done // total if total >= _LONG else 10 * (done >= total)) if total else 10
        if self._is_terminal:
            is_new = self._shown is not None and self._shown[0] != what
            click.echo(f"{chr(10) if is_new else ''}\r  {what} {done:,} of {total:,} ", err=True, nl=False)
        elif tenth and (what, tenth) != self._shown:
            click.echo(f"  {what} {done:,} of {total:,}", err=True)
        self._shown = (what, tenth)

    def end(self) -> None:
        if self._is_terminal and self._shown:
            click.echo("", err=True)
