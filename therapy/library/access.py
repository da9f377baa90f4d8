"""Who may read which exercises: the built-in ones everyone, a clinic's own its members."""

from django.db.models import F
from django.http import Http404

from accounts.access import active_memberships
from accounts.models import Clinic, User
from therapy.library.models import Exercise, ExerciseQuerySet


def clinics_of_member(user: User) -> list[Clinic]:
    """Clinics in which `user` has any role today."""
    return [membership.clinic for membership in active_memberships(user)]


def visible_exercises(user: User) -> ExerciseQuerySet:
    """What the library shows to `user`: everything in use that is built in or of a clinic of theirs."""
    return Exercise.objects.for_clinics(clinics_of_member(user))


def get_exercise_or_404(user: User, slug: str) -> Exercise:
    """The exercise called `slug`: a clinic's own before the built-in one, one in use before one taken out of use."""
    found = Exercise.objects.of_clinics(clinics_of_member(user)).filter(slug=slug)
    exercise = found.order_by(
        F("archived_at").asc(nulls_first=True), F("clinic").asc(nulls_last=True)
    ).first()
    if exercise is None:
        raise Http404
    return exercise
