"""Warning signs in plain words (clinical-facts 5.2), by how soon help is needed.

Never a diagnosis, never a score.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Clinic


@dataclass(frozen=True, slots=True)
class Urgency:
    """Signs that need the same step. `level` is emergency, today or tell; `ids` are the rows of the table of facts."""

    level: str
    title: str
    do: str
    signs: list[str]
    ids: tuple[str, ...]


def groups_of(clinic: Clinic | None) -> list[Urgency]:
    """The three urgencies, most urgent first, with the emergency number of the clinic's country where it is known."""
    if clinic is None:
        return [_emergency(_("Call the emergency number now if")), _today(), _tell()]
    return [_emergency(_("Call %(number)s now if") % {"number": clinic.emergency_number}), _today(), _tell()]


def _emergency(title: str) -> Urgency:
    return Urgency(
        "emergency",
        title,
        _("Do not wait and do not drive yourself. Stop all exercise."),
        [
            _(
                "you have chest pain or tightness, trouble breathing, a racing heart, cough up blood, or fainted"
            ),
            _("your foot or leg is suddenly very painful, pale or blue, cold, numb, or too weak to move"),
            _(
                "after an injury, surgery, a tight cast or very hard exercise the pain is far worse than you would "
                "expect, it hurts a lot when your toes are moved, or the leg is tight as wood or tingling: loosen boot "
                "straps or a bandage and keep the leg level"
            ),
            _(
                "you are numb around the genitals, back passage or inner thighs, have new trouble passing or holding "
                "urine or stool, changed sexual feeling, or pain and weakness in both legs"
            ),
            _(
                "a leg became weak over hours or days, your face droops, an arm is weak, or your speech is slurred"
            ),
            _("your urine is dark like cola after exercise, with bad muscle pain or weakness"),
            _(
                "you have a sore or spreading redness together with fever and shaking, or spreading fast, or you feel "
                "confused"
            ),
            _("you have diabetes and are drowsy or cannot swallow"),
            _("you fell and hit your head"),
        ],
        ("R1", "R3", "R4", "R6", "R8", "R9", "R11", "R13", "R15"),
    )


def _today() -> Urgency:
    return Urgency(
        "today",
        _("See a doctor today if"),
        _("No exercise until you have been seen. If the clinic does not answer, go to urgent care."),
        [
            _("one calf or leg is newly swollen, sore, warm or red, or tight, and you did not hurt it"),
            _(
                "you felt a pop or a kick at the back of the ankle, or can no longer rise on your toes on that leg"
            ),
            _(
                "there is a new sore, blister, open skin, pus, a bad smell, or redness that spreads on your foot or "
                "leg, or you have a fever"
            ),
            _(
                "one foot is hot, red or swollen and you have diabetes or numb feet, even if it does not hurt: "
                "stay off it"
            ),
            _("there is bone pain in one spot that is worse with each step, or at night"),
            _("you fell and cannot put weight on the leg"),
            _("a tendon began to hurt suddenly after a new medicine"),
            _("a leg or hand gets weaker and swallowing or breathing is hard"),
        ],
        ("R2", "R5", "R6", "R7", "R10", "R12", "R15", "R16"),
    )


def _tell() -> Urgency:
    return Urgency(
        "tell",
        _("Tell your therapist before the next session if"),
        _("Leave out the exercise that brings it on until you have talked."),
        [
            _(
                "a leg or hand gets weaker over weeks without pain or numbness, you trip more, twitch or cramp"
            ),
            _(
                "the leg is burning, shiny, swollen, changing colour or sweating more than the injury explains"
            ),
            _(
                "you started a new medicine such as a statin, a steroid or an antibiotic and a muscle or tendon hurts"
            ),
            _(
                "you have diabetes and are shaky or sweaty: take fast sugar now and test; if you are very thirsty and "
                "feel sick, test now too and call the clinic"
            ),
            _("you lose weight without wanting to, sweat at night, or feel a lump: see a doctor within days"),
            _("an exercise hurts 6 or more of 10, or the pain is clearly worse the next morning"),
        ],
        ("R10", "R13", "R14", "R16", "R17"),
    )
