from django.urls import path

from therapy.attention import alert_views, views
from therapy.attention.checks import views as check_views

app_name = "attention"
urlpatterns = [
    path("patients/", views.caseload, name="caseload"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/alerts/<uuid:alert_id>/seen/", alert_views.seen, name="alert_seen"),
    path("patients/<uuid:patient_id>/open-again/", alert_views.open_again, name="open_again"),
    path("wrong/", views.wrong, name="wrong"),
    path("wrong/tell/", check_views.tell, name="tell"),
    path("check/", check_views.check, name="check"),
    path("check/after/", check_views.after, name="after"),
    path("stop/", check_views.stop, name="stop"),
]
