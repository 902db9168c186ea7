"""TLS: verified, pinned when asked to be, and one line for what is wrong with it."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from link_peers import tcp_server
from pydantic import SecretStr
from websockets.asyncio.server import ServerConnection, serve

from device.link.client import open_link
from device.link.endpoint import Endpoint
from device.link.errors import BadCertificateError

KEY = SecretStr("k")


def certificate(folder: Path, name: str = "localhost", *, expired: bool = False) -> tuple[str, str]:
    """A self-signed certificate and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("the openssl program is not installed")
    paths = str(folder / "server.pem"), str(folder / "server.key")
    make = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    make += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-days", "2"]
    subprocess.run([*make, "-out", paths[0], "-keyout", paths[1]], capture_output=True, check=True)
    if expired:
        sign = [openssl, "x509", "-in", paths[0], "-days", "-1", "-signkey", paths[1], "-out", paths[0]]
        subprocess.run(sign, capture_output=True, check=True)
    return paths


async def greet(connection: ServerConnection) -> None:
    await connection.wait_closed()


def connect(made: tuple[str, str], **more: object) -> float:
    """Connect to a TLS server with this certificate; milliseconds it took."""

    async def ask() -> float:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*made)
        async with serve(greet, "127.0.0.1", 0, ssl=context) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            endpoint = Endpoint(f"wss://localhost:{port}/v1/realtime", key=KEY, **more)  # type: ignore[arg-type]
            async with await open_link(endpoint) as link:
                return link.connect_ms

    return asyncio.run(ask())


def test_a_trusted_certificate(tmp_path: Path) -> None:
    made = certificate(tmp_path)
    assert connect(made, authorities=Path(made[0])) > 0


def test_an_untrusted_one(tmp_path: Path) -> None:
    with pytest.raises(BadCertificateError, match="not trusted"):
        connect(certificate(tmp_path))


def test_one_of_another_host(tmp_path: Path) -> None:
    made = certificate(tmp_path, "elsewhere.invalid")
    with pytest.raises(BadCertificateError, match="localhost"):
        connect(made, authorities=Path(made[0]))


def test_an_expired_one_points_to_the_clock(tmp_path: Path) -> None:
    made = certificate(tmp_path, expired=True)
    with pytest.raises(BadCertificateError, match="expired by this machine's clock"):
        connect(made, authorities=Path(made[0]))


def test_a_pin(tmp_path: Path) -> None:
    made = certificate(tmp_path)
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(Path(made[0]).read_text())).hexdigest()
    assert connect(made, authorities=Path(made[0]), pin=digest.upper()) > 0
    with pytest.raises(BadCertificateError, match="pinned"):
        connect(made, authorities=Path(made[0]), pin="0" * 64)


def test_no_tls_where_tls_is_expected() -> None:
    async def ask() -> None:
        async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()
            writer.close()

        async with tcp_server(plain) as port:
            with pytest.raises(BadCertificateError, match="no TLS"):
                await open_link(Endpoint(f"wss://localhost:{port}/"))

    asyncio.run(ask())
