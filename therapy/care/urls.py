from django.urls import path

from therapy._stub import stub

app_name = "care"
urlpatterns = [
    path("patients/new/", stub, name="new"),
    path("patients/<uuid:patient_id>/edit/", stub, name="edit"),
    path("patients/<uuid:patient_id>/conditions/new/", stub, name="condition_new"),
    path("patients/<uuid:patient_id>/conditions/<uuid:condition_id>/", stub, name="condition_edit"),
    path("patients/<uuid:patient_id>/team/", stub, name="team"),
    path("diagnoses/", stub, name="diagnoses"),
]
