"""Addresses of care. The overview of a patient, `/patients/<id>/`, is in attention."""

from django.urls import path

from therapy.care import emergency_views, handover_views, views

app_name = "care"
urlpatterns = [
    path("patients/new/", views.new_patient, name="new"),
    path("patients/emergency/", emergency_views.open_record, name="emergency"),
    path("patients/<uuid:patient_id>/edit/", views.edit_patient, name="edit"),
    path("patients/<uuid:patient_id>/conditions/new/", views.new_condition, name="condition_new"),
    path(
        "patients/<uuid:patient_id>/conditions/<uuid:condition_id>/",
        views.edit_condition,
        name="condition_edit",
    ),
    path(
        "patients/<uuid:patient_id>/conditions/<uuid:condition_id>/resolve/",
        views.resolve_condition,
        name="condition_resolve",
    ),
    path(
        "patients/<uuid:patient_id>/conditions/<uuid:condition_id>/reopen/",
        views.reopen_condition,
        name="condition_reopen",
    ),
    path("patients/<uuid:patient_id>/team/", views.team, name="team"),
    path("patients/<uuid:patient_id>/team/<uuid:member_id>/end/", views.end_membership, name="member_end"),
    path("patients/<uuid:patient_id>/team/<uuid:member_id>/lead/", views.make_lead, name="member_lead"),
    path("patients/<uuid:patient_id>/invite/", views.invite, name="invite"),
    path("people/<uuid:user_id>/hand-over/", handover_views.hand_over, name="hand_over"),
    path("diagnoses/", views.diagnosis_list, name="diagnoses"),
]
