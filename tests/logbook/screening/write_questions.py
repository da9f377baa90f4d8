"""Writes what the server hands out into `tests/player`, for the player's own tests: run it when the questions change.

python manage.py shell < tests/logbook/screening/write_questions.py
"""

import json
from pathlib import Path

from therapy.logbook.screening.payload import questions
from therapy.logbook.screening.traits import Trait

FILE = Path("tests/player/screening_questions.json")

FILE.write_text(json.dumps(questions(frozenset(Trait)), indent=1, ensure_ascii=False) + "\n")
