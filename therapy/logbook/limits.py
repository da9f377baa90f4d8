"""What one set can be at most. Beyond these a number is a slip of the finger, not a workout.

The limits are design choices of this project (no clinical source): generous, so that no real set is refused.
"""

from datetime import timedelta
from decimal import Decimal

MAX_REPS = 200
MAX_HOLD_S = 600
MAX_MINUTES = 300
MAX_METRES = 30_000
MAX_LOAD_KG = Decimal(300)
SCALE_MAX = 10
# Sets beyond the dose are welcome and marked as extra; more than this many is a slip.
EXTRA_SETS = 5
MAX_SET_NOTE = 500
MAX_SESSION_NOTE = 2000
# A client's clock may run ahead of ours by so much; a moment beyond it has not come yet.
CLOCK_SKEW = timedelta(minutes=10)
# How far back a session can be logged. Older work belongs into the notes.
MAX_DAYS_BACK = 60
