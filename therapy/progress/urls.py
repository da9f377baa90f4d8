from django.urls import path

from therapy.progress import views

app_name = "progress"
urlpatterns = [
    path("progress/", views.mine, name="mine"),
    path("patients/<uuid:patient_id>/progress/", views.of_patient, name="patient"),
]
