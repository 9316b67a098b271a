"""Secrets of endpoints, encrypted where they are kept.

The key lies in the data directory, beside the pepper, and not in the database: a
stolen copy of the database does not give them away. The cipher gives the same for the
same (AES-SIV), so that what is configured again is found unchanged; for another
endpoint it gives something else.
"""

import base64
from binascii import Error
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from almandine.engine.apply import NoSuchSecret
from almandine.engine.ports import EndpointFailed
from almandine.env import Env
from almandine.store.directories import make_once

KEY_FILE: Final = "endpoint-secrets.key"
_ENVIRONMENT: Final = "env:"
_FILE: Final = "file:"
_LARGEST: Final = 64 * 1024
"""Bytes of a file that holds a secret."""


class Vault:
    """The secrets of one institution's endpoints; implements `engine.apply.Secrets`."""

    def __init__(
        self, data: Path, institution: str, env: Env, environment: Mapping[str, str]
    ) -> None:
        self._data = data
        self._institution = institution
        self._env = env
        self._environment = environment

    def look_up(self, said: str) -> str:
        """Return what a configuration file means: `env:NAME`, `file:PATH`, or itself.

        Raises:
            NoSuchSecret: when there is no such variable, or no such file.
        """
        if said.startswith(_ENVIRONMENT):
            name = said.removeprefix(_ENVIRONMENT)
            if name not in self._environment:
                raise NoSuchSecret(f"there is no variable {name} in the environment")
            return self._environment[name]
        if said.startswith(_FILE):
            return _content(Path(said.removeprefix(_FILE)))
        return said

    def seal(self, text: str, endpoint_id: str) -> str:
        """Encrypt a text for an endpoint."""
        # Only where there are secrets: this loads megabytes.
        from almandine.store.sealing import sealed  # noqa: PLC0415

        code = sealed(text.encode(), self._key(), self._owner(endpoint_id))
        return base64.b64encode(code).decode()

    def unseal(self, sealed: str, endpoint_id: str) -> str:
        """Decrypt a text.

        Raises:
            EndpointFailed: when it was encrypted with another key, or for another
                endpoint.
        """
        from almandine.store.sealing import unsealed  # noqa: PLC0415

        try:
            code = base64.b64decode(sealed, validate=True)
            text = unsealed(code, self._key(), self._owner(endpoint_id))
        except (Error, ValueError):
            raise EndpointFailed(
                f"the secrets of endpoint {endpoint_id} cannot be decrypted:"
                f" {KEY_FILE} of the data directory is another one. Apply its"
                " configuration again",
                may_pass=False,
            ) from None
        return text.decode()

    def _key(self) -> bytes:
        file = self._data / KEY_FILE
        if not file.exists():
            make_once(file, self._env.new_id() + self._env.new_id(), self._env)
        return file.read_bytes()

    def _owner(self, endpoint_id: str) -> list[bytes]:
        return [self._institution.encode(), endpoint_id.encode()]


def _content(file: Path) -> str:
    """Return what a file holds, without the line's end that editors add."""
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise NoSuchSecret(f"{file} is too large for a secret")
        return content.decode().rstrip("\r\n")
    except OSError as error:
        raise NoSuchSecret(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise NoSuchSecret(f"{file} is not in UTF-8") from None
