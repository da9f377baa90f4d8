"""Jobs of care."""

from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.jobs import clinic_job
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
            subject = " ".join(render_to_string("care/mail/opened_subject.txt", words).split())
            send_mail(subject, render_to_string("care/mail/opened.txt", words), None, [user.email])
