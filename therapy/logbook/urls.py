from django.urls import path, register_converter

from therapy.base.converters import DateConverter
from therapy.logbook.views import days, sessions, sets

register_converter(DateConverter, "date")

app_name = "logbook"
urlpatterns = [
    path("today/", days.today, name="today"),
    path("days/<date:day>/", days.day, name="day"),
    path("days/<date:day>/finish/", days.finish, name="finish"),
    path("days/<date:day>/<uuid:prescription_id>/", days.exercise, name="exercise"),
    path("days/<date:day>/<uuid:dose_id>/<int:number>/", sets.log, name="set"),
    path("sessions/", sessions.mine, name="sessions"),
    path("sessions/<uuid:session_id>/", sessions.one_of_mine, name="session"),
    path("sessions/<uuid:session_id>/change/", sessions.change, name="session_change"),
    path("sessions/<uuid:session_id>/sets/<uuid:set_id>/", sets.correct, name="set_correct"),
    path("sessions/<uuid:session_id>/sets/<uuid:set_id>/take-back/", sets.take_back, name="set_take_back"),
    path("patients/<uuid:patient_id>/sessions/", sessions.of_patient, name="patient_sessions"),
    path(
        "patients/<uuid:patient_id>/sessions/<uuid:session_id>/",
        sessions.one_of_patient,
        name="patient_session",
    ),
]
