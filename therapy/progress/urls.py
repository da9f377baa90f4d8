from django.urls import path

from therapy._stub import stub

app_name = "progress"
urlpatterns = [
    path("progress/", stub, name="mine"),
    path("patients/<uuid:patient_id>/progress/", stub, name="patient"),
]
