"""Every sign that may stop a session, with its urgency and what to do now: the table of clinical-facts 5.2, and what
4.2 adds for a cause. The one source of these sentences, for the check, the list of warning signs and the STOP screen.

A sign is written so that it goes on from "You said that". Nothing here names an illness as what somebody has.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from therapy.logbook.screening.traits import Trait

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Sign:
    """One thing that can be wrong. The part of the id before the dot is the row of clinical-facts.

    `question` is the one of the check whose follow-up offers it; without one it stands in the full list alone. `of`
    says who is asked; None is everybody. `do` is what to do at once, besides what the urgency asks.
    """

    id: str
    urgency: str
    words: "_StrPromise"
    question: str = ""
    of: Trait | None = None
    do: "tuple[_StrPromise, ...]" = field(default=())

    @property
    def row(self) -> str:
        """The row of clinical-facts, such as R5 or A6."""
        return self.id.partition(".")[0]


STAY_OFF = _("Stay off this foot.")
SUGAR = (
    _("Take about 15 grams of fast sugar now."),
    _(
        "A small glass of juice has that much. Test again in 15 minutes. If you feel drowsy, let somebody call the "
        "emergency number."
    ),
)

SIGNS: tuple[Sign, ...] = (
    Sign(
        "R1.heart",
        "E",
        _("you have chest pain or tightness, trouble breathing, a racing heart, cough up blood, or fainted"),
        "G1",
    ),
    Sign(
        "R2.breath",
        "E",
        _(
            "one calf or leg is newly swollen, sore, warm or red, or tight, and you have chest pain, trouble "
            "breathing, a racing heart, cough up blood, or fainted"
        ),
        "G2",
        do=(_("Do not rub or stretch the calf."),),
    ),
    Sign(
        "R3.sudden",
        "E",
        _("your foot or leg is suddenly very painful, pale or blue, cold, numb, or too weak to move"),
        "G3",
    ),
    Sign(
        "R4.tight",
        "E",
        _(
            "after an injury, surgery, a tight cast or very hard exercise the pain is far worse than you would "
            "expect, it hurts a lot when your toes are moved, or the leg is tight as wood or tingling"
        ),
        do=(_("Loosen boot straps or a bandage, and keep the leg level, not high."),),
    ),
    Sign(
        "R6.shaking",
        "E",
        _(
            "you have a sore or spreading redness together with fever and shaking, or spreading fast, or you feel "
            "confused"
        ),
        "G4",
    ),
    Sign(
        "R8.numb",
        "E",
        _("you are numb around the genitals, back passage or inner thighs, or sexual feeling has changed"),
        "G5",
    ),
    Sign("R8.water", "E", _("you have new trouble passing or holding urine or stool"), "G5"),
    Sign("R8.legs", "E", _("you have pain and weakness in both legs"), "G5"),
    Sign("R9.leg", "E", _("a leg became weak over hours or days"), "G6"),
    Sign("R9.face", "E", _("your face droops, an arm is weak, or your speech is slurred"), "G6"),
    Sign(
        "R11.dark",
        "E",
        _("your urine is dark like cola after exercise, with bad muscle pain or weakness"),
    ),
    Sign(
        "R13.drowsy",
        "E",
        _("you have diabetes and are drowsy or cannot swallow"),
        "G1",
        Trait.DIABETES,
        (_("Do not eat or drink. Let somebody else call if you can."),),
    ),
    Sign("R15.head", "E", _("you fell and hit your head"), "G1"),
    Sign(
        "A6.cold",
        "E",
        _(
            "leg pain from walking has not gone after 10 minutes of rest, and the foot is cold, pale, numb or weak"
        ),
        of=Trait.ARTERY,
    ),
    Sign(
        "D7.unwell",
        "E",
        _("you have diabetes and a wound, and a fever or feel unwell"),
        "G4",
        Trait.DIABETES,
        (STAY_OFF,),
    ),
    Sign("M5.dark", "E", _("your urine was dark like cola after exercise"), "G6", Trait.DYSTROPHY),
    Sign(
        "R2.alone",
        "S",
        _("one calf or leg is newly swollen, sore, warm or red, or tight, and you did not hurt it"),
        "G2",
        do=(_("Do not rub or stretch the calf."),),
    ),
    Sign(
        "R3.slower",
        "S",
        _("your foot or leg has become very painful, pale or blue, cold, numb, or weak over days"),
        "G3",
    ),
    Sign(
        "R5.pop",
        "S",
        _(
            "you felt a pop or a kick at the back of the ankle, or can no longer rise on your toes on that leg"
        ),
        do=(_("Do not try it again to see if it works."),),
    ),
    Sign(
        "R6.skin",
        "S",
        _(
            "there is a new sore, blister, open skin, pus, a bad smell, or redness that spreads on your foot or leg"
        ),
        "G4",
    ),
    Sign("R6.fever", "S", _("you have a fever"), "G4"),
    Sign(
        "R7.hot",
        "S",
        _("one foot is hot, red or swollen and you have diabetes or numb feet, even if it does not hurt"),
        "G4",
        Trait.FEET,
        (STAY_OFF,),
    ),
    Sign("R10.swallow", "S", _("a leg or hand gets weaker and swallowing or breathing is hard")),
    Sign("R12.bone", "S", _("there is bone pain in one spot that is worse with each step, or at night")),
    Sign(
        "R13.high",
        "S",
        _("you have diabetes, are very thirsty and feel sick"),
        "G1",
        Trait.DIABETES,
        (_("Test your sugar now, and your ketones if you can."),),
    ),
    Sign("R15.weight", "S", _("you fell and cannot put weight on the leg"), "G1"),
    Sign("R16.tendon", "S", _("a tendon began to hurt suddenly after a new medicine")),
    Sign("A6.rest", "S", _("leg pain from walking has not gone after 10 minutes of rest"), of=Trait.ARTERY),
    Sign(
        "A7.rest",
        "S",
        _("your foot hurts at rest or at night, or has a wound or black skin"),
        "G3",
        Trait.ARTERY,
    ),
    Sign(
        "I8.cast",
        "S",
        _("in or after a cast or boot there is new swelling, warmth or calf pain"),
        "G2",
        Trait.CAST,
        (_("Do not rub or stretch the calf."),),
    ),
    Sign("I9.bone", "S", _("bone pain where it was broken grows when you load the leg"), of=Trait.FRACTURE),
    Sign(
        "M4.overwork",
        "S",
        _(
            "after exercise you were weak for more than 30 minutes, had muscle pain one or two days later, heavy "
            "limbs, or were out of breath for long"
        ),
        "G6",
        Trait.DYSTROPHY,
    ),
    Sign(
        "R10.slow",
        "T",
        _("a leg or hand gets weaker over weeks without pain or numbness, you trip more, twitch or cramp"),
        do=(_("Tell your therapist within two days."),),
    ),
    Sign(
        "R13.low",
        "T",
        _("you have diabetes and are shaky, sweaty or confused"),
        "G1",
        Trait.DIABETES,
        SUGAR,
    ),
    Sign(
        "R14.burning",
        "T",
        _("the leg is burning, shiny, swollen, changing colour or sweating more than the injury explains"),
        do=(_("Tell your therapist within two days."),),
    ),
    Sign(
        "R16.medicine",
        "T",
        _(
            "you started a new medicine such as a statin, a steroid or an antibiotic and a muscle or tendon hurts"
        ),
        do=(_("Ask the doctor who gave it before you stop it."),),
    ),
    Sign(
        "R17.weight",
        "T",
        _("you lose weight without wanting to, sweat at night, or feel a lump"),
        do=(_("See a doctor within days."),),
    ),
    Sign("ANY.fall", "T", _("you fell and hurt yourself in another way"), "G1"),
    Sign("ANY.dizzy", "T", _("you feel dizzy or light-headed today"), "G1"),
)
BY_ID = {sign.id: sign for sign in SIGNS}


def signs_for(traits: frozenset[Trait], question: str | None = None) -> list[Sign]:
    """The signs that somebody with these traits is asked about, most urgent first; of one question, or all of them."""
    return [
        sign
        for sign in SIGNS
        if (sign.of is None or sign.of in traits) and (question is None or sign.question == question)
    ]
