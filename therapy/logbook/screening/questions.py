"""The six grouped questions that open a session (G1 to G6 of clinical-facts 5.1 and 5.2), in plain words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from therapy.logbook.screening.traits import Trait

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Of the check itself, on the page and in the player.
TITLE = _("Before you start")
LEAD = _("Is any of this new today? Answer each one. If you are not sure, say yes.")
YES, NO = "yes", "no"
# No stands first: it is the answer of most days, and both have to be tapped.
NO_OR_YES = ((NO, _("No")), (YES, _("Yes")))
# What a "yes" is followed by: the signs of the question, most urgent first.
FOLLOW_UP = _("Which of these fits? Pick the first that does.")


@dataclass(frozen=True)
class ScreeningQuestion:
    """One yes or no question. `more` is what it also asks of those with a trait."""

    id: str
    question: "_StrPromise"
    more: "tuple[tuple[Trait, _StrPromise], ...]" = ()

    def asks(self, traits: frozenset[Trait]) -> list[str]:
        """Its sentences for somebody with these traits."""
        return [str(self.question), *(str(words) for trait, words in self.more if trait in traits)]


# G1 also asks what no plan may start with (4.2, "any plan"): dizziness, a faint, a fall with an injury; G4 fever.
SCREENING_QUESTIONS = (
    ScreeningQuestion(
        "G1",
        _(
            "Do you have chest pain or tightness, trouble breathing, or a racing heart? Did you cough up blood, faint, "
            "feel dizzy, or fall and get hurt?"
        ),
        ((Trait.DIABETES, _("Are you shaky, sweaty, confused or drowsy, or very thirsty and sick?")),),
    ),
    ScreeningQuestion(
        "G2",
        _("Is one calf or leg newly swollen, sore, warm, red or tight, and you did not hurt it?"),
        ((Trait.CAST, _("Also if it is in a cast or boot, or was in one.")),),
    ),
    ScreeningQuestion(
        "G3",
        _("Is your foot or leg suddenly very painful, pale or blue, cold, numb, or too weak to move?"),
        ((Trait.ARTERY, _("Does your foot hurt at rest or at night, or has it a wound or black skin?")),),
    ),
    ScreeningQuestion(
        "G4",
        _(
            "Is there a new sore, blister, open skin, pus, bad smell or spreading redness on your foot or leg? Do you "
            "have a fever?"
        ),
        ((Trait.FEET, _("Is one foot hot, red or swollen, even if it does not hurt?")),),
    ),
    ScreeningQuestion(
        "G5",
        _(
            "Are you numb around the genitals, back passage or inner thighs? Is it newly hard to pass or hold urine or "
            "stool? Has sexual feeling changed? Are both legs painful and weak?"
        ),
    ),
    ScreeningQuestion(
        "G6",
        _(
            "Did a leg become weak over hours or days? Does your face droop, is an arm weak, or is your speech slurred?"
        ),
        (
            (
                Trait.DYSTROPHY,
                _(
                    "After exercise, was your urine dark like cola, or were you weak, sore or out of breath for long?"
                ),
            ),
        ),
    ),
)
QUESTION_IDS = tuple(question.id for question in SCREENING_QUESTIONS)
