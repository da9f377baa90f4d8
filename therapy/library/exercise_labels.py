"""The library's vocabulary: the positions, muscles, things, tags and logged values that there are, in plain words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# Clinical-facts section 0, "Load tiers".
LOAD_TIERS: dict[int, Words] = {
    0: _("no load, or a stretch"),
    1: _("light, without standing on the leg"),
    2: _("part of your weight, or a light band"),
    3: _("your weight on two legs"),
    4: _("two legs over a long way, or shared lowering, or balance on one leg"),
    5: _("your weight on one leg"),
    6: _("one leg over a long way, or fast on two legs"),
    7: _("one leg with added load"),
}

POSITIONS: dict[str, Words] = {
    "lying": _("Lying"),
    "long sitting": _("Sitting with the legs out"),
    "seated": _("Sitting on a chair"),
    "standing": _("Standing"),
    "walking": _("Walking"),
}

# Where a muscle is, in plain words; therapists look for its own name.
MUSCLES: dict[str, Words] = {
    "gastrocnemius": _("calf"),
    "soleus": _("calf"),
    "tibialis posterior": _("inner ankle"),
    "tibialis anterior": _("shin"),
    "fibularis longus": _("outer ankle"),
    "fibularis brevis": _("outer ankle"),
    "fibularis tertius": _("outer ankle"),
    "toe extensors": _("toes"),
    "toe flexors": _("toes"),
    "foot intrinsics": _("foot"),
    "quadriceps": _("front of the thigh"),
    "hamstrings": _("back of the thigh"),
    "gluteus maximus": _("buttock"),
    "gluteus medius": _("side of the hip"),
    "gluteals": _("buttock"),
    "tensor fasciae latae": _("side of the hip"),
}

# What somebody needs at hand, by the words of the data file. Two spellings of one thing are one thing to look for.
NO_EQUIPMENT = "nothing"
EQUIPMENT_KINDS: dict[str, Words] = {
    NO_EQUIPMENT: _("Nothing"),
    "chair": _("Chair"),
    "wall": _("Wall"),
    "counter": _("Counter or rail"),
    "step": _("Step"),
    "band": _("Resistance band"),
    "strap": _("Strap or towel"),
    "weight": _("Weights"),
    "soft": _("Ball, cushion or mat"),
    "shoes": _("Supportive shoes"),
    "room": _("Room to walk"),
    "scales": _("Bathroom scales"),
    "machine": _("Gym machine or bike"),
}
EQUIPMENT: dict[str, tuple[str, ...]] = {
    "chair": ("chair",),
    "firm chair about 43 cm high": ("chair",),
    "wall": ("wall",),
    "wall nearby": ("wall",),
    "counter": ("counter",),
    "rail": ("counter",),
    "counter or wall": ("counter", "wall"),
    "counter or rail": ("counter",),
    "step": ("step",),
    "step 10-20 cm": ("step",),
    "resistance band": ("band",),
    "fixed anchor": ("band",),
    "strap or towel": ("strap",),
    "towel or strap": ("strap",),
    "small towel": ("strap",),
    "dumbbell or backpack": ("weight",),
    "optional weight on the thigh": ("weight",),
    "optional ankle weight": ("weight",),
    "small soft ball": ("soft",),
    "foam pad or firm cushion": ("soft",),
    "mat": ("soft",),
    "supportive shoes": ("shoes",),
    "clear hallway": ("room",),
    "places to sit": ("room",),
    "optional two bathroom scales": ("scales",),
    "leg press machine": ("machine",),
    "exercise bike": ("machine",),
}

# Clinical-facts section 0, "Tags used for rules".
TAGS = frozenset(
    {
        "df_past_neutral",
        "calf_stretch",
        "pf_stretch",
        "resisted_pf",
        "full_weight_bearing",
        "partial_weight_bearing",
        "single_leg",
        "eccentric",
        "high_load",
        "impact",
        "strap_pressure",
        "fall_risk",
        "pad_only",
    }
)

# What a set can record, field notes of clinical-facts section 1.
LOG_FIELDS = frozenset(
    {
        "reps",
        "sets",
        "hold_s",
        "load_kg",
        "load_kg_on_scale",
        "band_colour",
        "distance_m",
        "distance_cm",
        "duration_min",
        "duration_s",
        "effort_0_10",
        "weak_side_share_pct",
        "help_level_0_3",
        "step_height_cm",
        "steps",
        "bouts",
        "claudication_onset_s",
        "claudication_0_4",
        "side_of_pain",
    }
)


def muscle_label(muscle: str) -> str:
    """A muscle with where it is: “soleus (calf)”; one that is not in the list is said as it was written."""
    where = MUSCLES.get(muscle)
    return f"{muscle} ({where})" if where else muscle


def muscle_areas(muscles: Iterable[str]) -> list[str]:
    """Where these muscles are, each place once, in plain words."""
    return list(dict.fromkeys(str(MUSCLES.get(muscle, muscle)) for muscle in muscles))


def muscles_called(text: str) -> list[str]:
    """Muscles whose name or plain place contains `text`, in any letter case."""
    wanted = text.casefold()
    return [name for name, where in MUSCLES.items() if wanted in name or wanted in str(where).casefold()]


def equipment_of_kind(kind: str) -> list[str]:
    """The words of the data file that mean this kind of equipment. Raises KeyError for an unknown kind."""
    if kind not in EQUIPMENT_KINDS:
        raise KeyError(kind)
    return [thing for thing, kinds in EQUIPMENT.items() if kind in kinds]
