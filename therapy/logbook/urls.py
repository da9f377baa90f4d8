from django.urls import path, register_converter

from therapy._stub import stub
from therapy.base.converters import DateConverter

register_converter(DateConverter, "date")

app_name = "logbook"
urlpatterns = [
    path("today/", stub, name="today"),
    path("days/<date:day>/", stub, name="day"),
    path("sessions/", stub, name="sessions"),
    path("sessions/<uuid:session_id>/", stub, name="session"),
    path("patients/<uuid:patient_id>/sessions/", stub, name="patient_sessions"),
]
