from django.urls import path

from therapy.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/export/", views.export, name="export"),
    path("record/readers/", views.readers, name="readers"),
]
