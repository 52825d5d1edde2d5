"""Certificates for tests, and TLS servers that speak HTTP/2 or nothing good."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import h2.exceptions

import needs

Answer = Callable[[h2.connection.H2Connection, int, socket.socket], None]


def certificate(folder: Path, name: str = "localhost", days: str = "2") -> Path:
    """A self-signed certificate for a name and 127.0.0.1, its key in the same file. Clients that
    are told to trust it (`SSL_CERT_FILE`) do."""
    key, made = folder / f"{name}.key", folder / f"{name}.pem"
    address = f"DNS:{name},IP:127.0.0.1" if name == "localhost" else f"DNS:{name}"
    subprocess.run(
        [
            needs.program("openssl"),
            *"req -x509 -newkey rsa:2048 -nodes -subj".split(),
            f"/CN={name}",
            *("-days", days, "-addext", f"subjectAltName={address}"),
            *("-keyout", str(key), "-out", str(made)),
        ],
        check=True,
        capture_output=True,
    )
    made.write_text(made.read_text() + key.read_text())
    return made


@contextmanager
def tls(pem: Path, serve: Callable[[ssl.SSLSocket], None], *protocols: str) -> Iterator[str]:
    """A TLS server on a free port that lets `serve` do what it likes with each connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    listener = socket.create_server(("127.0.0.1", 0))

    def handle(connection: socket.socket) -> None:
        with contextlib.suppress(OSError, h2.exceptions.ProtocolError):
            serve(context.wrap_socket(connection, server_side=True))

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def http2(answer: Answer) -> Callable[[ssl.SSLSocket], None]:
    """Serves HTTP/2; `answer` is called with the connection, the stream and the socket."""

    def serve(connection: ssl.SSLSocket) -> None:
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        state.initiate_connection()
        connection.sendall(state.data_to_send())
        while data := connection.recv(65536):
            for event in state.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    answer(state, event.stream_id, connection)
            connection.sendall(state.data_to_send())

    return serve
