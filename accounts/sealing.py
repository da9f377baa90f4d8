"""Secrets as the database may hold them: encrypted under a key drawn from SECRET_KEY, which it does not know."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def seal(text: str, purpose: str) -> str:
    """`text` encrypted under SECRET_KEY; `purpose` names the module whose secrets these are, and so its own key."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed, under this SECRET_KEY or one of before. Raises ImproperlyConfigured where none of them fits."""
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            f"a secret of {purpose} was stored under another SECRET_KEY: put that one into SECRET_KEY_FALLBACKS"
        ) from None


def _cipher(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key, purpose)) for key in keys])


def _key_from(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return urlsafe_b64encode(derived)
