from django.urls import path

from therapy._stub import stub

app_name = "plans"
urlpatterns = [
    path("programmes/", stub, name="programmes"),
    path("programmes/<slug:slug>/", stub, name="programme"),
    path("patients/<uuid:patient_id>/plan/", stub, name="plan"),
    path("patients/<uuid:patient_id>/plan/new/", stub, name="assign"),
    path("patients/<uuid:patient_id>/plan/draft/", stub, name="draft"),
]
