"""Who: clinics, users, their roles in a clinic, and invitations."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Lower, NullIf
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


def validate_time_zone(value: str) -> None:
    """Raises ValidationError unless `value` is an IANA time zone that this machine knows."""
    if value not in available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone."), params={"value": value})


class Clinic(models.Model):
    """One practice. Every clinical row belongs to exactly one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    country = models.CharField(
        _("country"), max_length=2, default="GB", help_text=_("Two letters, ISO 3166.")
    )
    emergency_number = models.CharField(_("emergency number"), max_length=20)
    phone = models.CharField(_("phone"), max_length=40)
    # Adherence bands in percent of the dose: clinical-facts 9.1 (80 on track, under 50 alert), a clinic's to change.
    on_track_from = models.PositiveSmallIntegerField(
        _("on track from, percent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    alert_below = models.PositiveSmallIntegerField(
        _("alert below, percent"), default=50, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(alert_below__lte=F("on_track_from")), name="clinic_bands_in_order"
            ),
            models.CheckConstraint(
                condition=Q(alert_below__gte=1, on_track_from__lte=100), name="clinic_bands_are_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Emails are stored in lower case, so that one person cannot exist twice by a capital letter."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A user who signs in by `email`, once they have a password. Raises ValueError without an email."""
        if not email:
            raise ValueError("a user needs an email address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """For `manage.py createsuperuser`; the web app itself gives a superuser no clinical access."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. What they may do follows from their memberships alone."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Units(models.TextChoices):
        METRIC = "metric", _("Kilograms and centimetres")
        IMPERIAL = "imperial", _("Pounds and inches")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("full name"), max_length=150)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    units = models.CharField(_("units"), max_length=10, choices=Units.choices, default=Units.METRIC)
    theme = models.CharField(_("colours"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    high_contrast = models.BooleanField(_("high contrast"), default=False)
    large_text = models.BooleanField(_("larger text"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # Part of what a session is checked against: counting up ends every session that this person has.
    session_version = models.PositiveIntegerField(default=0, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "email"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's hash of the password, made to depend on `session_version` as well."""
        return salted_hmac(
            "accounts.User.session",
            f"{self.password}:{self.session_version}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def first_name(self) -> str:
        """What a greeting uses: the first word of the name."""
        return self.name.split()[0] if self.name.split() else self.email

    @property
    def initials(self) -> str:
        """Up to two capital letters for the user chip."""
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Which roles are in force."""

    def active(self) -> Self:
        """Memberships that have not ended, of users who may sign in."""
        return self.filter(ended_at=None, user__is_active=True)

    def of(self, user: User, role: str) -> Self:
        """The active memberships of `user` in `role`, oldest first."""
        return self.active().filter(user=user, role=role).order_by("created_at")


class Membership(models.Model):
    """One role of one person in one clinic. A person may hold several."""

    class Role(models.TextChoices):
        PATIENT = "patient", _("Patient")
        THERAPIST = "therapist", _("Therapist")
        ADMIN = "admin", _("Admin")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Ended together with the person's access to the clinic, and given back with it.
    switched_off = models.BooleanField(default=False, editable=False)
    # Who they were when it ended: what they are called since then is no longer this clinic's to know.
    left_name = models.CharField(max_length=150, blank=True, editable=False)
    left_email = models.EmailField(blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "clinic", "role"],
                condition=Q(ended_at=None),
                name="one_active_membership_per_role",
            ),
            models.CheckConstraint(
                condition=Q(switched_off=False) | Q(ended_at__isnull=False), name="switched_off_has_ended"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "role"], name="membership_clinic_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.clinic}"


def invitation_expiry() -> datetime:
    """An invitation can be accepted for seven days."""
    return timezone.now() + timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations can still be accepted."""

    def waiting(self) -> Self:
        """Neither accepted nor withdrawn: still open, or run out and waiting to be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Not accepted, not withdrawn, not expired."""
        return self.waiting().filter(expires_at__gt=timezone.now())

    def with_mail_state(self) -> Self:
        """Each with `mail_failed`: whether the mail server has not taken its mail, which is tried again for a while."""
        failed = OutgoingMail.objects.filter(invitation=OuterRef("pk"), failed_at__isnull=False)
        return self.annotate(mail_failed=Exists(failed))


class Invitation(models.Model):
    """A link sent by email that lets its reader join a clinic in one role. Of its secret only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("email"))
    name = models.CharField(_("full name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role.choices)
    # What the invitation is about in an app that accounts does not know: care puts the patient's id here.
    subject_id = models.UUIDField(null=True, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_sent")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=invitation_expiry)
    # When its mails were made, the first one in front: how many may go to one address is limited.
    sent_at = ArrayField(models.DateTimeField(), default=list, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["clinic", "email"], name="invitation_clinic_email")]

    def __str__(self) -> str:
        return f"{self.email} → {self.clinic}"

    @property
    def state(self) -> str:
        """`used`, `withdrawn`, `expired` or `open`."""
        if self.accepted_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "open"


class OutgoingMail(models.Model):
    """A mail that waits for a worker; it is deleted when the mail server has taken it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Subject, text and address, encrypted: a mail may hold a link that lets its reader in.
    sealed = models.TextField()
    # Whose link it holds, where it does.
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, related_name="outgoing_mails"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # The last time that the mail server did not take it.
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class BrowserSession(AbstractBaseSession):
    """One browser in which somebody is signed in, or nobody yet. Its key is a secret: pages name it by `public_id`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="browser_sessions")
    signed_in_at = models.DateTimeField(default=timezone.now)
    # Kept to the minute, so that most requests write nothing.
    last_seen_at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        """The engine of the settings, by its name: it imports this module."""
        engine: type = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return engine


class AdminLogEntry(models.Model):
    """Something that was done about a person of a clinic, or to the clinic itself (`accounts.admin_log`).

    Rows are added, and never changed: the database refuses.
    """

    class Kind(models.TextChoices):
        ROLE_GIVEN = "role_given", _("Role given: %(role)s")
        ROLE_ENDED = "role_ended", _("Role ended: %(role)s")
        SWITCHED_OFF = "switched_off", _("Access switched off")
        SWITCHED_ON = "switched_on", _("Access switched on")
        INVITED = "invited", _("Invited as %(role)s: %(detail)s")
        INVITED_AGAIN = "invited_again", _("Invitation sent again: %(detail)s")
        WITHDRAWN = "withdrawn", _("Invitation withdrawn: %(detail)s")
        INVITED_BACK = "invited_back", _("Invited back: %(role)s")
        STEP_RESET = "step_reset", _("Second sign-in step reset")
        HANDED_OVER = "handed_over", _("Caseload handed to %(other)s: %(patients)s")
        CLINIC_CHANGED = "clinic_change", _("Clinic changed: %(detail)s")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    # None where it is about the clinic itself, or about an invitation: whose account it may be, the clinic is not told.
    about = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # None is whoever runs the server, by a command.
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=13, choices=Kind.choices)
    role = models.CharField(max_length=10, choices=Membership.Role.choices, blank=True)
    other = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    other_name = models.CharField(max_length=150, blank=True)
    patients = models.PositiveIntegerField(null=True)
    # Of an invitation the address that it went to.
    detail = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    # From where: what the transaction has said to the walls.
    address = models.GenericIPAddressField(
        null=True,
        editable=False,
        db_default=Cast(
            NullIf(
                Func(Value("evenstep.address"), Value(True), function="current_setting"),
                Value(""),
            ),
            models.GenericIPAddressField(),
        ),
    )

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "about", "at"], name="admin_log_about"),
            models.Index(fields=["clinic", "-at", "-id"], name="admin_log_by_time"),
        ]

    def __str__(self) -> str:
        patients = self.patients or 0
        return str(self.get_kind_display()) % {
            "role": self.get_role_display(),
            "other": self.other_name,
            "detail": self.detail,
            "patients": ngettext("%(count)d patient", "%(count)d patients", patients) % {"count": patients},
        }
