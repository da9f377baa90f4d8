"""A whole caseload goes to a colleague: nobody loses their lead, nothing of a record is shown, it is on record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import actions as accounts_actions
from accounts.models import AdminLogEntry
from tests.factories import make_clinic, make_membership, make_patient, make_team_member, make_user
from tests.support.jobs import sent_mails
from therapy.care.handover import Caseload, caseload_of, hand_over
from therapy.care.models import CareTeamMember, Patient


def team(patient) -> set[tuple[str, bool]]:
    """Who is on the team now, and whether they lead."""
    return set(patient.care_team.filter(until=None).values_list("therapist__name", "lead"))


def test_every_membership_moves_and_a_lead_moves_as_lead(
    as_, ruth, sam, leah, margaret, tomasz, harbour, thursday
):
    """Sam leads for Margaret and is on Tomasz's team, which Leah leads; Leah gets all."""
    make_team_member(tomasz, sam)
    answer = as_(ruth).post(f"/people/{sam.pk}/hand-over/", {"receiver": leah.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{sam.pk}/")
    assert team(margaret) == {("Leah Brandt", True)}
    assert team(tomasz) == {("Leah Brandt", True)}
    assert CareTeamMember.objects.filter(therapist=leah, patient=tomasz).count() == 1, (
        "the membership goes on"
    )
    membership = margaret.care_team.get(therapist=leah)
    assert (membership.since, membership.clinic) == (date(2026, 11, 19), harbour)
    assert set(sam.care_team_memberships.values_list("until", "lead")) == {(date(2026, 11, 19), False)}


def test_who_is_on_the_team_already_takes_the_lead_over(harbour, ruth, sam, leah, margaret):
    make_team_member(margaret, leah)
    hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    assert team(margaret) == {("Leah Brandt", True)}


def test_colleagues_and_their_lead_stay(harbour, ruth, sam, leah, tomasz):
    mina = make_user(harbour, "therapist", name="Mina Roth")
    make_team_member(tomasz, sam)
    hand_over(clinic=harbour, giver=sam, receiver=mina, by=ruth)
    assert team(tomasz) == {("Leah Brandt", True), ("Mina Roth", False)}


def test_a_team_that_nobody_leads_gets_a_lead(harbour, ruth, sam, leah, margaret):
    margaret.care_team.update(lead=False)
    hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    assert team(margaret) == {("Leah Brandt", True)}


def test_access_moves_with_the_next_request(as_, ruth, sam, leah, margaret):
    sams, leahs = as_(sam), as_(leah)
    assert (
        sams.get(f"/patients/{margaret.pk}/").status_code,
        leahs.get(f"/patients/{margaret.pk}/").status_code,
    ) == (
        200,
        404,
    )
    as_(ruth).post(f"/people/{sam.pk}/hand-over/", {"receiver": leah.pk})
    for headers in ({}, {"HX-Request": "true"}):
        assert sams.get(f"/patients/{margaret.pk}/", headers=headers).status_code == 404
    assert leahs.get(f"/patients/{margaret.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["ruth", "otto", "ivy", "sam"])
def test_only_another_active_therapist_of_the_clinic_receives(
    as_, ruth, sam, margaret, harbour, who, request
):
    receiver = request.getfixturevalue(who)
    before = list(CareTeamMember.objects.order_by("pk").values())
    answer = as_(ruth).post(f"/people/{sam.pk}/hand-over/", {"receiver": receiver.pk})
    assert answer.status_code == 422
    assert answer.context["form"].errors["receiver"]
    with pytest.raises(ValidationError):
        hand_over(clinic=harbour, giver=sam, receiver=receiver, by=ruth)
    assert list(CareTeamMember.objects.order_by("pk").values()) == before
    assert not sent_mails()
    assert not AdminLogEntry.objects.exists()


def test_the_receiver_is_told_how_many_and_nobody_s_name(as_, ruth, sam, leah, margaret):
    """By a job: patients do not wait for a mail server."""
    as_(ruth).post(f"/people/{sam.pk}/hand-over/", {"receiver": leah.pk})
    job = ProcrastinateJob.objects.get()
    (sent,) = sent_mails()
    assert sent.to == ["leah@example.org"]
    assert sent.subject == "1 patient is yours now at Harbour Street Physiotherapy"
    assert (
        "Ruth Nkosi of Harbour Street Physiotherapy has handed you the caseload of Sam Osei: 1 patient."
        in sent.body
    )
    assert "Margaret" not in sent.subject + sent.body + str(job.args)


def test_nobody_is_told_of_what_was_refused(as_, ruth, sam, otto, margaret):
    as_(ruth).post(f"/people/{sam.pk}/hand-over/", {"receiver": otto.pk})
    assert not ProcrastinateJob.objects.exists()


def test_it_is_on_record_who_did_it(as_, ruth, sam, leah, margaret, harbour):
    as_(ruth).post(f"/people/{sam.pk}/hand-over/", {"receiver": leah.pk})
    entry = AdminLogEntry.objects.get()
    assert (entry.clinic, entry.by, entry.about, entry.other, entry.patients) == (harbour, ruth, sam, leah, 1)
    page = as_(ruth).get(f"/people/{sam.pk}/").text
    assert "Caseload handed to Leah Brandt: 1 patient" in page
    assert "Ruth Nkosi" in page


def test_the_page_counts_patients_and_names_none(as_, ruth, sam, leah, margaret, tomasz):
    make_team_member(tomasz, sam)
    page = as_(ruth).get(f"/people/{sam.pk}/hand-over/").text
    assert "<b>2 patients</b>; Sam leads the care team of 1." in page
    assert "Leah Brandt (1 patient now)" in page
    for word in ("Margaret", "Tomasz", "M62", "calf", str(margaret.pk), str(tomasz.pk)):
        assert word not in page


def test_a_therapist_with_patients_who_is_switched_off_leaves_a_warning(
    as_, ruth, sam, leah, margaret, tomasz
):
    make_team_member(tomasz, sam)
    client = as_(ruth)
    assert "Sam has 2 patients" in client.get(f"/people/{sam.pk}/").text
    page = client.post(f"/people/{sam.pk}/deactivate/", follow=True).text
    assert "Sam can no longer treat, and 2 patients are still with them" in page
    assert "They lead 1 care team. Patients with no other therapist: 1." in page
    assert f'href="/people/{sam.pk}/hand-over/"' in page
    client.post(f"/people/{sam.pk}/hand-over/", {"receiver": leah.pk})
    assert team(margaret) == {("Leah Brandt", True)}
    assert "can no longer treat" not in client.get(f"/people/{sam.pk}/").text


def test_so_does_one_whose_role_ends(as_, ruth, sam, margaret):
    answer = as_(ruth).post(f"/people/{sam.pk}/roles/{sam.memberships.get().pk}/end/", follow=True)
    assert "Sam can no longer treat, and 1 patient is still with them" in answer.text


def test_nobody_without_patients_is_offered_it(as_, ruth, leah, harbour):
    client = as_(ruth)
    assert "hand-over" not in client.get(f"/people/{leah.pk}/").text
    assert "Leah Brandt is on no care team of the clinic." in client.get(f"/people/{leah.pk}/hand-over/").text
    mina = make_user(harbour, "therapist")
    answer = client.post(f"/people/{leah.pk}/hand-over/", {"receiver": mina.pk})
    assert answer.status_code == 422
    assert "There is no patient to hand over." in answer.text


def test_without_a_colleague_somebody_has_to_be_invited(as_, ruth, sam, margaret):
    assert "There is no other therapist at the clinic." in as_(ruth).get(f"/people/{sam.pk}/hand-over/").text


def test_another_clinics_patients_stay(harbour, northgate, ruth, sam, leah, otto, margaret, nils):
    make_membership(sam, northgate, "therapist")
    make_team_member(nils, sam)
    hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    assert team(nils) == {("Otto Lang", True), ("Sam Osei", False)}
    assert caseload_of(sam.pk, harbour).patients == 0


def test_a_membership_that_begins_later_moves_too(harbour, ruth, sam, leah, tomasz, thursday):
    make_team_member(tomasz, sam, since=date(2026, 12, 1))
    hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    assert tomasz.care_team.get(therapist=sam).until == date(2026, 12, 1)


def test_a_membership_with_a_last_day_moves_too(harbour, ruth, sam, leah, margaret, thursday):
    mina = make_user(harbour, "therapist", name="Mina Roth")
    make_team_member(margaret, mina, until=date(2026, 12, 1))
    hand_over(clinic=harbour, giver=mina, receiver=leah, by=ruth)
    assert margaret.care_team.get(therapist=mina).until == date(2026, 11, 19)
    assert team(margaret) == {("Sam Osei", True), ("Leah Brandt", False)}


def test_a_second_time_there_is_nothing_left(harbour, ruth, sam, leah, margaret):
    hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    with pytest.raises(ValidationError, match="no patient to hand over"):
        hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth)
    assert AdminLogEntry.objects.count() == 1


def test_it_costs_as_many_queries_for_forty_as_for_two(harbour, ruth, sam, leah):
    counts = []
    for size in (2, 40):
        patients = [make_patient(harbour, sam) for _number in range(size)]
        make_team_member(patients[0], leah)
        with CaptureQueriesContext(connection) as queries:
            assert hand_over(clinic=harbour, giver=sam, receiver=leah, by=ruth).patients == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


PLACES = st.lists(
    st.lists(
        st.tuples(st.integers(0, 2), st.booleans()), max_size=3, unique_by=lambda membership: membership[0]
    ),
    max_size=4,
)


@pytest.mark.slow("forty clinics, each handed over")
@pytest.mark.always
@given(teams=PLACES, is_off=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_teams_were(db, teams, is_off):
    """The giver (0) is on none, the receiver (1) on each of theirs; these have one lead; other teams are untouched."""
    clinic = make_clinic()
    admin = make_user(clinic, "admin")
    staff = [make_user(clinic, "therapist") for _number in range(3)]
    patients = []
    for memberships in teams:
        patient = Patient.objects.create(
            clinic=clinic, name="P", birth_date=date(1960, 1, 1), created_by=admin
        )
        leads = [who for who, lead in memberships if lead][:1]
        for who, _lead in memberships:
            make_team_member(patient, staff[who], lead=who in leads)
        patients.append((patient, {who for who, _lead in memberships}, leads))
    if is_off:
        accounts_actions.deactivate(user=staff[0], clinic=clinic, by=admin)
    if not any(0 in who for _patient, who, _leads in patients):
        with pytest.raises(ValidationError):
            hand_over(clinic=clinic, giver=staff[0], receiver=staff[1], by=admin)
        return
    hand_over(clinic=clinic, giver=staff[0], receiver=staff[1], by=admin)
    assert caseload_of(staff[0].pk, clinic) == Caseload(0, 0, 0, not is_off)
    for patient, who, leads in patients:
        memberships = patient.care_team.filter(until=None)
        after = {staff.index(membership.therapist) for membership in memberships}
        lead = [staff.index(membership.therapist) for membership in memberships if membership.lead]
        if 0 in who:
            assert after == (who - {0}) | {1}
            assert lead == ([1] if leads in ([], [0]) else leads)
        else:
            assert (after, lead) == (who, leads)


def test_how_large_a_caseload_is(harbour, ruth, sam, leah, ivy, margaret, tomasz):
    """Margaret has Sam, and Ivy who cannot treat; Tomasz has Leah and Sam, and a colleague who left yesterday."""
    make_team_member(tomasz, sam)
    yesterday = tomasz.today - timedelta(days=1)
    gone = make_patient(harbour, leah)
    make_team_member(gone, sam, until=yesterday)
    assert caseload_of(sam.pk, harbour) == Caseload(patients=2, led=1, alone=1, can_treat=True)
    assert caseload_of(ivy.pk, harbour) == Caseload(patients=1, led=0, alone=0, can_treat=False)
    assert caseload_of(ruth.pk, harbour) == Caseload(patients=0, led=0, alone=0, can_treat=False)


def test_of_two_clinics_the_one_that_was_asked_for(as_, ruth, sam, leah, harbour, northgate, margaret, nils):
    """An admin of both looks at Sam in the list of one."""
    for user, role in ((ruth, "admin"), (sam, "therapist"), (leah, "therapist")):
        make_membership(user, northgate, role)
    make_team_member(nils, sam)
    answer = as_(ruth).post(f"/people/{sam.pk}/hand-over/?clinic={northgate.pk}", {"receiver": leah.pk})
    assert answer["Location"] == f"/people/{sam.pk}/?clinic={northgate.pk}"
    assert team(margaret) == {("Sam Osei", True)}
    assert team(nils) == {("Otto Lang", True), ("Leah Brandt", False)}
