"""A ticket system on this machine: a real HTTP server that keeps what arrives, and answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class TicketSystem:
    """`answers` are the status codes it gives, one after the other, the last for good; 0 is no answer at all."""

    answers: list[int]
    url: str = ""
    arrived: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def ticket_system(*answers: int) -> Iterator[TicketSystem]:
    """Run one on a free port of this machine."""
    system = TicketSystem(list(answers or (204,)))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            system.arrived.append((self.path, dict(self.headers), body))
            status = system.answer()
            if status == 0:
                system.is_over.wait(30)
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{system.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    system.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield system
    finally:
        system.is_over.set()
        server.shutdown()
        server.server_close()
