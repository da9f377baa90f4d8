"""Jobs of care."""

from uuid import UUID

from django.utils import timezone

from accounts.directory import person_of
from accounts.mail import queue_template
from accounts.models import AdminLogEntry
from accounts.tenancy.jobs import clinic_job
from therapy.care.emergency import who_is_told
from therapy.care.models import EmergencyAccess


@clinic_job
def tell_of_opened_record(*, access_id: str) -> None:
    """Mail the lead therapist and the admins that a record was opened in an emergency: by whom, and when.

    It names neither the patient nor the reason, which do not belong into a mailbox.
    """
    access = EmergencyAccess.objects.select_related("clinic", "patient", "therapist").get(pk=UUID(access_id))
    for user in who_is_told(access):
        with timezone.override(access.clinic.time_zone):
            words = {"access": access, "clinic": access.clinic, "user": user}
            queue_template("care/mail/opened", user.email, words)


@clinic_job
def tell_of_handover(*, entry_id: str) -> None:
    """Mail the therapist who took a caseload over: whose it was, how many patients, and who handed it over.

    It names no patient. `entry_id` is that of the admin log; raises AdminLogEntry.DoesNotExist where there is none, and
    ValueError for an entry of another kind.
    """
    entry = AdminLogEntry.objects.select_related("clinic", "about", "other").get(pk=UUID(entry_id))
    if entry.about is None or entry.other is None:
        raise ValueError(f"not a hand-over: {entry_id}")
    words = {
        "clinic": entry.clinic,
        "giver": person_of(entry.clinic, entry.about).name,
        "receiver": entry.other,
        "count": entry.patients,
        "by": entry.by_name,
    }
    queue_template("care/mail/handed_over", entry.other.email, words)
