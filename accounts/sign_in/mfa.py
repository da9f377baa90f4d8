"""allauth's hooks for the second step: our names, secrets that the database alone cannot tell, our own picture."""

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sealing import seal, unseal

QUIET_ZONE = 4  # modules of white around a QR code: ISO/IEC 18004


class SecondStepAdapter(DefaultMFAAdapter):
    """What allauth asks about authenticator apps, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "Wrong code. Codes change every 30 seconds. Enter the one your app shows now."
        ),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored. Who steals the database alone cannot make codes with it."""
        return seal(text, __name__)

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret. Raises ImproperlyConfigured where it was stored under a key that is not known any more."""
        return unseal(encrypted_text, __name__)

    def build_totp_svg(self, url: str) -> str:
        """The QR code of `url` as one SVG path, on white in the dark too, since cameras want it so."""
        code = qrcode.QRCode(border=QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
        )
        size = len(rows)
        return (
            f'<svg class="qr-code" viewBox="0 0 {size} {size}" role="img" aria-labelledby="qr-title"'
            f' shape-rendering="crispEdges"><title id="qr-title">{_("QR code for your authenticator app")}</title>'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
        )

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """What a passkey is called until its owner says otherwise."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey") if not held else _("Passkey %(number)d") % {"number": held + 1}

    def _get_site_name(self) -> str:
        return "Evenstep"
