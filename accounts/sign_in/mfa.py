"""allauth's hooks for the second step: our names, secrets that the database alone cannot tell, our own picture."""

from base64 import urlsafe_b64encode

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

QUIET_ZONE = 4  # modules of white around a QR code: ISO/IEC 18004


class SecondStepAdapter(DefaultMFAAdapter):
    """What allauth asks about authenticator apps, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "That code does not fit. An app shows a new one every 30 seconds: type the one that it shows now."
        ),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored. Who steals the database alone cannot make codes with it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret. Raises ImproperlyConfigured where it was stored under a key that is not known any more."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ImproperlyConfigured(
                "a second factor was stored under another SECRET_KEY: put that one into SECRET_KEY_FALLBACKS"
            ) from None

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


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"accounts.sign_in.mfa").derive(secret.encode())
    return urlsafe_b64encode(derived)
