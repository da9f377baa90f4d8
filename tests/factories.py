"""Rows for tests: factory-boy behind plain `make_x(**kw)` functions. Nothing here goes through the app's actions."""

import time
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import uuid4

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.test import Client
from factory.django import DjangoModelFactory
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import Clinic, Invitation, Membership, User
from tests.support import moments
from therapy.base import clock
from therapy.care.models import CareTeamMember, Condition, EmergencyAccess, Patient
from therapy.library import datafile
from therapy.library.models import Article, Exercise
from therapy.logbook.models import Check, Session, Set
from therapy.logbook.screening.questions import QUESTION_IDS
from therapy.logbook.screening.signs import BY_ID as SIGNS
from therapy.plans.models import Dose, Phase, Plan, Prescription, Revision

PASSWORD = "a-long-enough-password"
TOTP_SECRET = "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLD"


class ClinicFactory(DjangoModelFactory):
    class Meta:
        model = Clinic

    name = factory.Sequence(lambda n: f"Clinic {n}")
    time_zone = factory.LazyFunction(moments.zone)
    country = "GB"
    emergency_number = "999"
    phone = "020 7946 0100"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)
    time_zone = factory.LazyFunction(moments.zone)


class PatientFactory(DjangoModelFactory):
    class Meta:
        model = Patient

    name = factory.Sequence(lambda n: f"Patient {n}")
    birth_date = date(1959, 3, 14)


class ExerciseFactory(DjangoModelFactory):
    class Meta:
        model = Exercise

    slug = factory.Sequence(lambda n: f"exercise-{n}")
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Exercise {n}")
    category = Exercise.Category.STRENGTH
    position = "standing"
    laterality = Exercise.Laterality.UNILATERAL
    weight_bearing = Exercise.WeightBearing.FULL_TWO_LEG
    load_tier = 3
    log_fields = ["reps"]
    dose = factory.LazyFunction(lambda: {"sets": 3, "reps": 12, "rest_s": 60, "days": 3})
    steps = ["Stand tall.", "Rise.", "Lower slowly."]


def make_clinic(**kw: Any) -> Clinic:
    return ClinicFactory(**kw)


def make_user(clinic: Clinic | None = None, role: str | None = None, **kw: Any) -> User:
    """A user with a verified email; with `clinic` and `role` also a member."""
    user = UserFactory(**kw)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    if clinic and role:
        make_membership(user, clinic, role)
    return user


def make_membership(user: User, clinic: Clinic, role: str, **kw: Any) -> Membership:
    """A role; staff have an authenticator app with `TOTP_SECRET`, without which they could open nothing."""
    if role != Membership.Role.PATIENT:
        make_second_factor(user)
    return Membership.objects.create(user=user, clinic=clinic, role=role, **kw)


def make_ended_membership(user: User, clinic: Clinic, role: str, **kw: Any) -> Membership:
    """A role that has ended, with who the user was then."""
    kw = {"ended_at": clock.now(), "left_name": user.name, "left_email": user.email} | kw
    return make_membership(user, clinic, role, **kw)


def make_invitation(clinic: Clinic, by: User, **kw: Any) -> Invitation:
    """An invitation of a therapist that was mailed just now, whose link nobody knows."""
    kw = {"name": "", "role": "therapist", "token_digest": uuid4().hex, "sent_at": [clock.now()]} | kw
    return Invitation.objects.create(clinic=clinic, invited_by=by, **kw)


def make_second_factor(user: User) -> None:
    """An authenticator app with `TOTP_SECRET`, unless they have one."""
    app = Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(TOTP_SECRET)})
    if not Authenticator.objects.filter(user=user, type=app.type).exists():
        app.save()


def make_passkey(user: User, name: str = "Work phone") -> Authenticator:
    """A passkey of `user`, as a browser on this very machine would have made it; nobody has its private key."""
    public_key = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid(bytes(16)), token_bytes(16), public_key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, credential)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    made = {
        "id": websafe_encode(credential.credential_id),
        "rawId": websafe_encode(credential.credential_id),
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": response,
    }
    return WebAuthn.add(user, name, made).instance


def totp_code() -> str:
    """What an authenticator app with `TOTP_SECRET` shows now."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))


def sign_in_as(client: Client, user: User) -> None:
    """Sign in as allauth does: who has a second factor has shown it."""
    client.force_login(user)
    if not Authenticator.objects.filter(user=user).exists():
        return
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()


def make_patient(clinic: Clinic, therapist: User, user: User | None = None, **kw: Any) -> Patient:
    """A patient with `therapist` as lead of the care team since a year ago."""
    patient = PatientFactory(clinic=clinic, user=user, created_by=therapist, **kw)
    make_team_member(patient, therapist, lead=True)
    return patient


def make_team_member(patient: Patient, therapist: User, **kw: Any) -> CareTeamMember:
    kw.setdefault("since", clock.now().date() - timedelta(days=365))
    return CareTeamMember.objects.create(clinic=patient.clinic, patient=patient, therapist=therapist, **kw)


def make_emergency_access(patient: Patient, therapist: User, **kw: Any) -> EmergencyAccess:
    """Opened just now, for as long as it may be."""
    kw = {"reason": "She called with a swollen calf.", "opened_at": clock.now()} | kw
    kw.setdefault("until", kw["opened_at"] + EmergencyAccess.LASTS)
    return EmergencyAccess.objects.create(clinic=patient.clinic, patient=patient, therapist=therapist, **kw)


def make_condition(patient: Patient, **kw: Any) -> Condition:
    kw = {"code": "M62.562", "side": "L", "cause": "immobility", "wb_status": "FWB"} | kw
    return Condition.objects.create(
        clinic=patient.clinic, patient=patient, recorded_by=patient.created_by, **kw
    )


@cache
def shipped_figure(slug: str) -> dict[str, Any]:
    """The figure of a shipped exercise, with its scene."""
    return next(entry.fields["figure"] for entry in datafile.read() if entry.slug == slug)


def make_exercise(**kw: Any) -> Exercise:
    return ExerciseFactory(**kw)


def make_plan(patient: Patient, **kw: Any) -> Plan:
    kw = {"title": "Calf rebuild", "affected_side": "L", "weeks": 12, "created_by": patient.created_by} | kw
    kw.setdefault("starts_on", patient.today - timedelta(days=28))
    return Plan.objects.create(clinic=patient.clinic, patient=patient, **kw)


def make_revision(plan: Plan, *, published: bool = True, **kw: Any) -> Revision:
    """A revision with one current phase; published on the plan's first day unless said otherwise."""
    kw.setdefault("number", plan.revisions.count() + 1)
    kw.setdefault("author", plan.created_by)
    if published:
        kw.setdefault("effective_from", plan.starts_on)
        kw.setdefault("published_at", clock.day_starts(kw["effective_from"], plan.patient.time_zone))
    revision = Revision.objects.create(clinic=plan.clinic, patient=plan.patient, plan=plan, **kw)
    Phase.objects.create(
        clinic=plan.clinic,
        patient=plan.patient,
        revision=revision,
        number=1,
        title="One leg at a time",
        is_current=True,
    )
    return revision


def make_prescription(
    revision: Revision, exercise: Exercise, doses: dict[str, dict[str, Any]], **kw: Any
) -> Prescription:
    """A prescription in the current phase; `doses` maps a side to the fields of its dose."""
    phase = revision.phases.get(is_current=True)
    kw = {"days_per_week": 7, "order": phase.prescriptions.count() + 1} | kw
    prescription = Prescription.objects.create(
        clinic=revision.clinic, patient=revision.patient, phase=phase, exercise=exercise, **kw
    )
    for side, fields in doses.items():
        Dose.objects.create(
            clinic=revision.clinic, patient=revision.patient, prescription=prescription, side=side, **fields
        )
    return prescription


def make_session(patient: Patient, revision: Revision, day: date | None = None, **kw: Any) -> Session:
    kw.setdefault("logged_by", patient.user or patient.created_by)
    return Session.objects.create(
        clinic=patient.clinic,
        patient=patient,
        revision=revision,
        local_day=day or patient.today,
        time_zone=patient.time_zone,
        **kw,
    )


def make_set(session: Session, dose: Dose, number: int = 1, **kw: Any) -> Set:
    """A set done as prescribed, unless told otherwise."""
    kw.setdefault("outcome", "done")
    if kw["outcome"] != "skipped":
        for name in ("reps", "hold_s", "minutes", "metres", "load_kg", "band"):
            kw.setdefault(name, getattr(dose, name))
    else:
        kw.setdefault("skip_reason", "time")
    made = Set(
        id=uuid4(),
        clinic=session.clinic,
        patient=session.patient,
        session=session,
        dose=dose,
        exercise=dose.prescription.exercise,
        side=dose.side,
        number=number,
        target_reps=dose.reps,
        target_hold_s=dose.hold_s,
        target_minutes=dose.minutes,
        target_metres=dose.metres,
        target_load_kg=dose.load_kg,
        target_band=dose.band,
        **kw,
    )
    made.save()
    return made


def make_check(patient: Patient, day: date | None = None, **kw: Any) -> Check:
    """A check before a session of `day`, or else today, in which nothing was wrong; by "sign" in which that was."""
    day = day or patient.today
    sign = SIGNS.get(kw.pop("sign", ""))
    kw = {"kind": "before", "answered_at": clock.now()} | kw
    answers = dict.fromkeys(QUESTION_IDS, "no")
    if sign:
        kw = {"urgency": sign.urgency, "rules": [sign.id]} | kw
        answers = (
            answers | {sign.question: sign.id}
            if sign.question and kw["kind"] == "before"
            else {sign.row: sign.id}
        )
    kw.setdefault("answers", answers)
    kw.setdefault("answered_by", patient.user or patient.created_by)
    return Check.objects.create(
        id=uuid4(),
        clinic=patient.clinic,
        patient=patient,
        local_day=day,
        time_zone=patient.time_zone,
        **kw,
    )


def make_article(clinic: Clinic | None = None, **kw: Any) -> Article:
    """Built in unless a clinic is given; without a picture."""
    kw = {
        "slug": "good-shoes",
        "title": "Good shoes",
        "summary": "What to look for before you buy.",
        "body": "Shoes hold your foot.\n\n## Call if\n\nA shoe has rubbed your skin open.\n",
        "written_on": date(2026, 11, 23),
    } | kw
    return Article.objects.create(clinic=clinic, **kw)
