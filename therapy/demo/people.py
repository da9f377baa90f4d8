"""Who is in the demo clinic: twelve made-up patients, why they are in care, and how each goes about it.

Ages, causes and habits are inventions; diagnoses and programmes are the shipped ones. Days are weeks before today, so
that the clinic always looks as if it were open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from therapy.base.side import AffectedSide, Side

CAST = "post-immobilisation-12wk"
NERVE = "fibular-nerve-foot-drop"
GENTLE = "pad-diabetes-gentle-12wk"


@dataclass(frozen=True)
class Flare:
    """Weeks of the plan (from, to, both included) in which sets hurt, and how much at the worst."""

    first_week: int
    last_week: int
    worst: int


@dataclass(frozen=True)
class Habits:
    """How a patient goes about the plan.

    `attendance` is the chance that a due day is done; `finishing` the chance that an exercise of a day is begun once
    the day is; by side where the legs differ. `start` is the share of the prescribed repetitions managed at first,
    `gain` what each week adds, until `plateau` (a week of the plan). `says_pain` is how often pain is answered at all.
    """

    attendance: float = 0.88
    finishing: Mapping[str, float] = field(default_factory=lambda: {"L": 0.97, "R": 0.97, "B": 0.97})
    start: float = 0.85
    gain: float = 0.02
    plateau: int | None = None
    usual_pain: int = 1
    says_pain: float = 0.7
    flares: tuple[Flare, ...] = ()
    missed_weeks: tuple[int, ...] = ()
    silent_days: int = 0
    most_exercises: int | None = None
    logs_late: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Person:
    """One patient of the demo. `weeks` is how long ago the plan began; weeks of a story count from 0.

    `phases` maps a week to the phase that began in it, `keep` a phase to the exercises that the therapist kept of it,
    `daily` a phase to exercises added for every day, `more_reps` a week to (exercise, side, reps), `pauses` a week to
    (how many weeks, why). `other_leg_too` is done by the other leg as well, `keep_anyway` an exercise to the reason why
    its sets were not lowered to a limit.
    """

    key: str
    name: str
    age: int
    sex: str
    conditions: tuple[Mapping[str, Any], ...]
    programme: str
    affected: AffectedSide
    weeks: int
    therapist: str
    phases: Mapping[int, int] = field(default_factory=lambda: {0: 1})
    keep: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    other_leg_too: tuple[str, ...] = ()
    daily: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    more_reps: Mapping[int, tuple[str, Side, int]] = field(default_factory=dict)
    pauses: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    keep_anyway: Mapping[str, str] = field(default_factory=dict)
    due_today: bool = False
    habits: Habits = field(default_factory=Habits)

    @property
    def email(self) -> str:
        """The sign-in of the person in the demo."""
        return f"{self.key}@demo.example"


def _limits_free(code: str, side: str, cause: str, **more: Any) -> dict[str, Any]:
    """A condition under which the whole weight is allowed."""
    return {"code": code, "side": side, "cause": cause, "wb_status": "FWB"} | more


MARGARET = Person(
    key="patient",
    name="Margaret Doyle",
    age=67,
    sex="F",
    conditions=(_limits_free("M62.562", "L", "immobility", limits_set_by="Dr Imogen Vale", onset_weeks=15),),
    programme=CAST,
    affected=AffectedSide.LEFT,
    weeks=6,
    therapist="sam",
    phases={0: 1, 2: 2, 4: 3},
    daily={3: ("wall-calf-stretch-straight",)},
    more_reps={5: ("heel-raise-single", Side.LEFT, 8)},
    due_today=True,
    keep={
        1: ("towel-calf-stretch", "band-plantarflexion", "seated-heel-raise", "weight-shift"),
        2: ("heel-raise-double", "sit-to-stand", "band-dorsiflexion", "wall-calf-stretch-straight"),
        3: ("heel-raise-single", "standing-toe-raise-wall", "band-eversion"),
        4: ("heel-raise-single-step", "heel-raise-bent-single", "wall-calf-stretch-bent", "walk-steady"),
    },
    other_leg_too=(
        "band-plantarflexion",
        "band-dorsiflexion",
        "wall-calf-stretch-straight",
        "heel-raise-single",
    ),
    habits=Habits(
        attendance=0.98, start=0.84, gain=0.04, usual_pain=2, note="Calf felt stronger on the stairs today."
    ),
)

TOMASZ = Person(
    key="patient2",
    name="Tomasz Wrona",
    age=58,
    sex="M",
    conditions=(
        _limits_free("M21.371", "R", "nerve", muscle_grade="2", brace="AFO for walking", onset_weeks=22),
        _limits_free("G57.31", "R", "nerve", muscle_grade="2", onset_weeks=22),
    ),
    programme=NERVE,
    affected=AffectedSide.RIGHT,
    weeks=14,
    therapist="sam",
    phases={0: 1, 6: 2},
    keep={
        1: ("assisted-dorsiflexion", "towel-calf-stretch", "side-lying-hip-abduction", "sit-to-stand"),
        2: (
            "assisted-dorsiflexion",
            "iso-shin-lift",
            "toe-extension-lift",
            "towel-calf-stretch",
            "tandem-stance",
        ),
    },
    other_leg_too=("iso-shin-lift",),
    habits=Habits(attendance=0.83, start=0.7, gain=0.03, plateau=10, usual_pain=0, says_pain=0.5),
)

ANJALI = Person(
    key="patient3",
    name="Anjali Rao",
    age=74,
    sex="F",
    conditions=(
        _limits_free("E11.51", "B", "diabetes", loss_of_feeling=True, onset_weeks=400),
        _limits_free("I70.213", "B", "artery", onset_weeks=120),
    ),
    programme=GENTLE,
    affected=AffectedSide.BOTH,
    weeks=9,
    therapist="sam",
    phases={0: 1, 4: 2, 8: 3},
    habits=Habits(
        attendance=0.72,
        usual_pain=3,
        says_pain=0.8,
        silent_days=4,
        note="Left calf cramps after ten minutes.",
    ),
)

HELEN = Person(
    key="helen.aske",
    name="Helen Aske",
    age=71,
    sex="F",
    conditions=(_limits_free("M62.562", "L", "fracture", limits_set_by="Mr Adeyemi", onset_weeks=19),),
    programme=CAST,
    affected=AffectedSide.LEFT,
    weeks=7,
    therapist="sam",
    phases={0: 1, 2: 2, 5: 3},
    habits=Habits(
        attendance=0.86, start=0.8, usual_pain=2, says_pain=0.9, flares=(Flare(6, 8, 7),), logs_late=0.15
    ),
)

PETER = Person(
    key="peter.lindqvist",
    name="Peter Lindqvist",
    age=49,
    sex="M",
    conditions=(
        _limits_free(
            "S86.012D",
            "L",
            "tendon",
            onset_weeks=30,
            allowed_weeks=12,
            df_limit_deg=0,
            df_limit_weeks=6,
            limits_set_by="Mr Adeyemi",
        ),
    ),
    programme=CAST,
    affected=AffectedSide.LEFT,
    weeks=13,
    therapist="sam",
    phases={0: 1, 3: 2, 7: 3},
    other_leg_too=("heel-raise-single", "band-dorsiflexion", "heel-raise-2up1down"),
    habits=Habits(
        attendance=0.8,
        finishing={"L": 0.42, "R": 0.95, "B": 0.8},
        start=0.6,
        gain=0.01,
        usual_pain=3,
        says_pain=0.6,
    ),
)

GRACE = Person(
    key="grace.mbeki",
    name="Grace Mbeki",
    age=66,
    sex="F",
    conditions=(_limits_free("I70.211", "R", "artery", onset_weeks=90),),
    programme=GENTLE,
    affected=AffectedSide.RIGHT,
    weeks=11,
    therapist="sam",
    phases={0: 1, 4: 2, 8: 3},
    keep_anyway={
        "heel-raise-double": "Three sets in clinic without leg pain; agreed with her vascular nurse."
    },
    habits=Habits(attendance=0.97, start=0.95, gain=0.02, usual_pain=2, says_pain=0.9),
)

CARYS = Person(
    key="carys.evans",
    name="Carys Evans",
    age=62,
    sex="F",
    conditions=(_limits_free("E11.42", "B", "diabetes", loss_of_feeling=True, onset_weeks=300),),
    programme=GENTLE,
    affected=AffectedSide.BOTH,
    weeks=10,
    therapist="sam",
    phases={0: 1, 5: 2},
    habits=Habits(attendance=0.7, finishing={"L": 0.75, "R": 0.95, "B": 0.9}, says_pain=0.3),
)

JAN = Person(
    key="jan.de-wit",
    name="Jan de Wit",
    age=62,
    sex="M",
    conditions=(
        _limits_free("G57.32", "L", "nerve", muscle_grade="1", brace="AFO for walking", onset_weeks=9),
    ),
    programme=NERVE,
    affected=AffectedSide.LEFT,
    weeks=3,
    therapist="leah",
    phases={0: 1},
    keep={1: ("assisted-dorsiflexion", "towel-calf-stretch", "band-plantarflexion", "bridge")},
    other_leg_too=("band-plantarflexion",),
    habits=Habits(attendance=0.78, start=0.8),
)

STANLEY = Person(
    key="stanley.cooper",
    name="Stanley Cooper",
    age=53,
    sex="M",
    conditions=(_limits_free("E11.42", "B", "diabetes", onset_weeks=260),),
    programme=GENTLE,
    affected=AffectedSide.BOTH,
    weeks=18,
    therapist="leah",
    phases={0: 1, 6: 2, 12: 3},
    habits=Habits(attendance=0.82, most_exercises=2, says_pain=0.4, missed_weeks=(9, 10)),
)

NADIA = Person(
    key="nadia.haddad",
    name="Nadia Haddad",
    age=71,
    sex="F",
    conditions=(_limits_free("M21.371", "R", "nerve", muscle_grade="3", onset_weeks=40),),
    programme=NERVE,
    affected=AffectedSide.RIGHT,
    weeks=20,
    therapist="leah",
    phases={0: 1, 5: 2, 11: 3},
    other_leg_too=("seated-toe-raise", "toe-extension-lift"),
    habits=Habits(attendance=0.95, start=0.75, gain=0.02, plateau=9, usual_pain=1, says_pain=0.6),
)

ARTHUR = Person(
    key="arthur.lowe",
    name="Arthur Lowe",
    age=77,
    sex="M",
    conditions=(_limits_free("M62.561", "R", "immobility", onset_weeks=34),),
    programme=CAST,
    affected=AffectedSide.RIGHT,
    weeks=26,
    therapist="leah",
    phases={0: 1, 3: 2, 8: 3, 15: 4},
    pauses={11: (2, "With his daughter in Spain")},
    other_leg_too=("heel-raise-single", "heel-raise-bent-single", "heel-raise-single-step"),
    habits=Habits(attendance=0.95, start=0.85, gain=0.015, missed_weeks=(21,), says_pain=0.5),
)

EILEEN = Person(
    key="eileen.hart",
    name="Eileen Hart",
    age=56,
    sex="F",
    conditions=(
        _limits_free("M62.561", "R", "immobility", onset_weeks=12),
        _limits_free("M62.562", "L", "immobility", onset_weeks=12),
    ),
    programme=CAST,
    affected=AffectedSide.BOTH,
    weeks=5,
    therapist="leah",
    phases={0: 1, 3: 2},
    habits=Habits(attendance=0.66, start=0.7, gain=0.04, silent_days=9),
)

PATIENTS = (MARGARET, TOMASZ, ANJALI, HELEN, PETER, GRACE, CARYS, JAN, STANLEY, NADIA, ARTHUR, EILEEN)
