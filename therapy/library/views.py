"""The library's pages, for everyone who is signed in."""

from collections.abc import Callable
from typing import Protocol

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, roles_of, signed_in_required
from accounts.models import User
from therapy.library import dose_words
from therapy.library.access import get_exercise_or_404, visible_exercises
from therapy.library.exercise_labels import LOAD_TIERS, muscle_areas, muscle_label
from therapy.library.figures.sheet import figure_of
from therapy.library.forms import FilterForm
from therapy.library.models import Exercise


@login_required
@require_safe
def exercise_list(request: SignedInRequest) -> HttpResponse:
    """All exercises that pass the search and the filters; as htmx only the results."""
    form = FilterForm(request.GET)
    exercises = list(form.apply(visible_exercises(request.user).select_related("clinic")))
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "library/_results.html" if fragment else "library/list.html"
    is_search = bool(form.data.get("q")) or form.narrows
    answer = render(
        request,
        template,
        {"form": form, "exercises": exercises, "is_search": is_search, "is_fragment": fragment},
    )
    patch_vary_headers(answer, ["HX-Request", "HX-History-Restore-Request"])
    return answer


class InPlan(Protocol):
    """What a plan prescribes of an exercise: words for each side."""

    @property
    def doses(self) -> list[tuple[str, str]]: ...


# What a reader's plan prescribes of an exercise; `therapy.urls` hands it in, as library knows no plans.
InPlanOf = Callable[[User, Exercise], InPlan | None]


@signed_in_required
@require_safe
def exercise_detail(request: SignedInRequest, slug: str, in_plan_of: InPlanOf) -> HttpResponse:
    """How one exercise is done, what it is in the reader's plan, and what lies below and above it."""
    exercise = get_exercise_or_404(request.user, slug)
    in_plan = in_plan_of(request.user, exercise)
    first = in_plan.doses[0][0] if in_plan and in_plan.doses else ""
    visible = visible_exercises(request.user)
    context = {
        "exercise": exercise,
        "in_plan": in_plan,
        "figure": figure_of(exercise, request.GET.get("leg", first)),
        "easier": visible.filter(harder=exercise),
        "harder": visible.filter(easier=exercise),
        "areas": muscle_areas(exercise.primary_muscles),
        "primary": [muscle_label(muscle) for muscle in exercise.primary_muscles],
        "secondary": [muscle_label(muscle) for muscle in exercise.secondary_muscles],
        "usual": dose_words.in_one_line(exercise.dose) if exercise.dose else None,
        "meanings": dose_words.meanings(exercise.dose) if exercise.dose else [],
        "tier_words": LOAD_TIERS[exercise.load_tier],
        "for_therapist": roles_of(request.user).therapist,
    }
    return render(request, "library/detail.html", context)
