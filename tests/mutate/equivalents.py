"""Mutants that no test can notice, each with the reason, as equivalent.txt lists them."""

from pathlib import Path

LISTED = Path(__file__).parent / "equivalent.txt"


def read_equivalents(file: Path = LISTED) -> dict[str, str]:
    """Name → reason."""
    lines = [line for line in file.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return dict(zip(lines[::2], (reason.strip() for reason in lines[1::2]), strict=True))
