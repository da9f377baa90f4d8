"""What the page hands over to the player's modules is what their own tests decide by."""

import json
from pathlib import Path

from therapy.player.limits import player_limits
from therapy.player.texts import player_words

FILE = Path(__file__).parent / "limits.json"


def test_the_modules_are_tried_with_what_the_page_hands_over() -> None:
    """After a change: write `player_limits()` into the file, and look at what the modules' tests say to it."""
    assert json.loads(FILE.read_text()) == player_limits() == player_words()["limits"]
