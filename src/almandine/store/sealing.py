"""Encrypts what only one owner may read.

A module of its own, since its library takes megabytes of each process that loads it,
and most have no secrets to deal with.
"""

from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES: Final = 64


def sealed(text: bytes, key: bytes, owner: Sequence[bytes]) -> bytes:
    """Encrypt; the same text gives the same for the same owner."""
    return _cipher(key).encrypt(text, list(owner))


def unsealed(code: bytes, key: bytes, owner: Sequence[bytes]) -> bytes:
    """Decrypt.

    Raises:
        ValueError: when it was encrypted with another key, or for another owner.
    """
    try:
        return _cipher(key).decrypt(code, list(owner))
    except InvalidTag:
        raise ValueError("another key, or another owner") from None


def _cipher(key: bytes) -> AESSIV:
    derived = HKDF(hashes.SHA512(), _KEY_BYTES, salt=None, info=b"endpoints")
    return AESSIV(derived.derive(key))
