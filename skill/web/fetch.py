"""Fetch a certificate chain from Amazon's one host: soon, small, and from nowhere else."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import certifi

from skill.web.refusal import Reason, Refused

Fetch = Callable[[str], bytes]

AMAZON = "https://s3.amazonaws.com"
PATIENCE = 3.0
LARGEST = 65_536
WORKERS = 4


class CertificateHost:
    """The host that serves certificate chains; called with a path, it gives the file or refuses.

    A worker thread fetches, so that the patience holds for everything together: name look-up,
    several addresses, a server that drips. Redirects are not followed: 3xx is not 200.
    """

    def __init__(self, base: str = AMAZON, patience: float = PATIENCE) -> None:
        self._base = urlsplit(base)
        self._patience = patience
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="certificate")
        self._tls = ssl.create_default_context(cafile=certifi.where())

    def __call__(self, path: str) -> bytes:
        """The file at `path`, or `Refused`."""
        try:
            return self._workers.submit(self._get, path).result(self._patience)
        except (OSError, HTTPException, TimeoutError):
            raise Refused(Reason.NOT_FETCHED) from None

    def _get(self, path: str) -> bytes:
        connection = self._connect()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            content = response.read(LARGEST + 1)
        finally:
            connection.close()
        if response.status != 200 or len(content) > LARGEST:
            raise Refused(Reason.NOT_FETCHED)
        return content

    def _connect(self) -> HTTPConnection:
        host = self._base.hostname or ""
        if self._base.scheme == "https":
            return HTTPSConnection(host, self._base.port, timeout=self._patience, context=self._tls)
        return HTTPConnection(host, self._base.port, timeout=self._patience)
