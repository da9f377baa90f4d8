"""How soon help is needed, and what that means in words (clinical-facts 5.1). Never a diagnosis, never a score."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """E emergency now; S same-day medical care; T tell the therapist before the next session; none of them."""

    NONE = "", _("nothing")
    TELL = "T", _("tell the therapist")
    TODAY = "S", _("doctor today")
    EMERGENCY = "E", _("emergency")


# From none to the most urgent: the one order, for the server's pages, the player and the caseload.
ORDER = (Urgency.NONE, Urgency.TELL, Urgency.TODAY, Urgency.EMERGENCY)
MOST_URGENT_FIRST = tuple(reversed(ORDER))
# What the STOP screen says under its heading.
ABOUT = {
    "E": _("You need help now. Do not wait."),
    "S": _("A doctor needs to see this today."),
    "T": _("Tell your therapist before the next session."),
}
# What to do besides calling.
DO = {
    "E": _("Do not wait and do not drive yourself. Stop all exercise."),
    "S": _("No exercise until you have been seen. If the clinic does not answer, go to urgent care."),
    "T": _("No more exercise today. Tell your therapist before the next session."),
}
# What opens the exercises again (5.1).
OPENS = {
    "E": _("Exercise opens again when your therapist says so."),
    "S": _("Exercise opens again when your therapist says so."),
    "T": _("Exercise opens again from tomorrow, when you answer the questions with no."),
}


def rank(urgency: str) -> int:
    """0 for none to 3 for an emergency. Raises ValueError for a word that is no urgency."""
    return ORDER.index(Urgency(urgency))


def most_urgent(urgencies: "list[str]") -> str:
    """The most urgent of them; "" where there is none. Raises ValueError for a word that is no urgency."""
    return max(urgencies, key=rank, default="")
