"""What is being done right now, for who waits: beside the tables, on stderr."""

import sys


def step(words: str) -> None:
    """A line about what is done next, or was done."""
    print(f"> {words}", file=sys.stderr, flush=True)


class Progress:
    """How many of `total` things have begun. On a terminal the name of the present one stands below the table."""

    def __init__(self, total: int) -> None:
        self.total, self.begun = total, 0
        self.is_shown = sys.stderr.isatty()

    def now(self, name: str) -> None:
        """Show that `name` has begun."""
        self.begun += 1
        if self.is_shown:
            print(f"\r\033[K[{self.begun:2}/{self.total}] {name} …", end="", file=sys.stderr, flush=True)

    def say(self, lines: str) -> None:
        """Print what is to stay, at once."""
        self.end()
        print(lines, flush=True)

    def end(self) -> None:
        """Take the name away."""
        if self.is_shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
