"""What one set can be at most. Beyond these a number is a slip of the finger, not a workout.

The limits are design choices of this project (no clinical source): generous, so that no real set is refused.
"""

from decimal import Decimal

MAX_REPS = 200
MAX_HOLD_S = 600
MAX_MINUTES = 300
MAX_METRES = 30_000
MAX_LOAD_KG = Decimal(300)
SCALE_MAX = 10
MAX_SETS_A_DAY = 40
# A day logged more than 48 hours after it ended is kept, and marked as recalled (clinical-facts 9.1).
RECALLED_AFTER_HOURS = 48
# How far back a session can be logged. Older work belongs into the notes.
MAX_DAYS_BACK = 60
