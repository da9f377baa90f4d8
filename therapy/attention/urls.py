from django.urls import path

from therapy.attention import views

app_name = "attention"
urlpatterns = [
    path("patients/", views.caseload, name="caseload"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("wrong/", views.wrong, name="wrong"),
]
