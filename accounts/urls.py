"""Addresses of people, invitations and one's own settings; sign-in is allauth's, under `/account/`."""

from django.urls import path

from accounts.invitations import bulk_views as many_invitations
from accounts.invitations import views as invitations
from accounts.sessions import views as own_sessions
from accounts.views import clinic, own, people

app_name = "accounts"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invite/many/", many_invitations.invite_many, name="invite_many"),
    path("people/invitations/<uuid:invitation_id>/resend/", invitations.resend, name="resend"),
    path("people/invitations/<uuid:invitation_id>/withdraw/", invitations.withdraw, name="withdraw"),
    path("people/<uuid:user_id>/", people.person, name="person"),
    path("people/<uuid:user_id>/roles/", people.add_role, name="add_role"),
    path("people/<uuid:user_id>/roles/<uuid:membership_id>/end/", people.end_role, name="end_role"),
    path("people/<uuid:user_id>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<uuid:user_id>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<uuid:user_id>/second-step/reset/", people.reset_second_step, name="reset_second_step"),
    path("people/<uuid:user_id>/invite-back/", people.invite_back, name="invite_back"),
    path("clinic/", clinic.clinic, name="clinic"),
    path("invitation/<str:token>/", invitations.accept, name="accept"),
    path("account/settings/", own.settings, name="settings"),
    path("account/sessions/", own_sessions.sessions, name="sessions"),
    path("account/sessions/end-others/", own_sessions.end_others, name="end_other_sessions"),
    path("account/sessions/<uuid:session_id>/end/", own_sessions.end_one, name="end_session"),
    path("account/session/", own_sessions.session, name="session"),
    path("account/saved-form/", own_sessions.show_saved_form, name="saved_form"),
    path("more/", own.more, name="more"),
]
