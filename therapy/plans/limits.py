"""The limits that a treating team has set for a patient, in words, as the builder shows them beside the plan."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from therapy.care.models import Condition


def limits_in_force(conditions: list[Condition], today: date) -> list[str]:
    """A line for each limit recorded with `conditions` that counts on `today`: an end date is the last day."""
    lines: list[str] = []
    for condition in conditions:
        lines += [line for line in (_weight(condition, today), _toes_up(condition, today)) if line]
        lines += _not_before(condition, today)
        if condition.muscle_grade:
            lines.append(_("Weakest muscle: grade %(grade)s") % {"grade": condition.muscle_grade})
        if condition.brace:
            lines.append(_("Brace or boot: %(brace)s") % {"brace": condition.brace})
        lines += _flags(condition)
        if condition.limits_set_by:
            lines.append(_("Set by %(name)s") % {"name": condition.limits_set_by})
    return list(dict.fromkeys(lines))


def _until(text: str, day: date | None) -> str:
    return _("%(limit)s, until %(day)s") % {"limit": text, "day": date_format(day, "j F Y")} if day else text


def _weight(condition: Condition, today: date) -> str | None:
    if not condition.wb_status or (condition.wb_until and condition.wb_until < today):
        return None
    text = _("Weight: %(status)s") % {"status": str(condition.get_wb_status_display()).lower()}
    if condition.wb_percent is not None:
        text = _("%(weight)s, %(percent)d %% of body weight") % {
            "weight": text,
            "percent": condition.wb_percent,
        }
    return _until(text, condition.wb_until)


def _toes_up(condition: Condition, today: date) -> str | None:
    if condition.df_limit_deg is None or (condition.df_limit_until and condition.df_limit_until < today):
        return None
    return _until(
        _("Toes up: no further than %(deg)d°") % {"deg": condition.df_limit_deg}, condition.df_limit_until
    )


def _not_before(condition: Condition, today: date) -> list[str]:
    allowed = [
        (_("No calf stretch before %(day)s"), condition.stretch_allowed_from),
        (_("No resisted pushing down before %(day)s"), condition.resisted_pf_from),
        (_("No one-leg standing before %(day)s"), condition.single_leg_from),
        (_("No jumps before %(day)s"), condition.impact_from),
    ]
    return [text % {"day": date_format(day, "j F Y")} for text, day in allowed if day and day > today]


def _flags(condition: Condition) -> list[str]:
    said = [
        (condition.loss_of_feeling, _("Loss of feeling in the foot")),
        (condition.open_ulcer, _("Open ulcer")),
        (condition.eye_disease, _("Active eye disease")),
    ]
    return [text for flag, text in said if flag]
