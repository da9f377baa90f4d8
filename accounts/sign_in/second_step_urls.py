"""Those of allauth's addresses that views of ours answer; they stand before allauth's, under the same names."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from accounts.sign_in import second_step_views as second_step

urlpatterns = [
    path("", login_required(second_step.OverviewView.as_view()), name="mfa_index"),
    path("totp/activate/", second_step.AddAppView.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", second_step.remove_app, name="mfa_deactivate_totp"),
    path("webauthn/add/", second_step.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", second_step.remove_passkey, name="mfa_remove_webauthn"),
]
