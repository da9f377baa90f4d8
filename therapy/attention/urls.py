from django.urls import path

from therapy._stub import stub

app_name = "attention"
urlpatterns = [
    path("patients/", stub, name="caseload"),
    path("patients/<uuid:patient_id>/", stub, name="patient"),
    path("wrong/", stub, name="wrong"),
]
