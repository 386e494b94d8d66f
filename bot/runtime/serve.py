"""`make run`: the whole assistant in one process on this machine."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from bot.back_office import BackOffice
from bot.errors import PortTaken, SparekeyError
from bot.runtime import model_file
from bot.runtime.agent import load_agent, prepare_this_process
from bot.runtime.errands import run_errands
from bot.runtime.office import office
from bot.settings import Settings

HOST = "127.0.0.1"

READY = """sparekey: ready after {seconds:.0f} s at http://{host}:{port}. Ctrl-C stops it. Try:

  curl -s http://{host}:{port}/webhooks/rest/webhook -H 'Content-Type: application/json' \\
    -d '{{"sender": "me", "message": "I lost my phone with Microsoft Authenticator and cannot sign in"}}'

or talk in a terminal with `make chat`. `python -m bot people` lists the people of the demo;
codes that would be sent to them are shown here.
"""


def serve(settings: Settings) -> None:
    """
    Serve until Ctrl-C.

    Raises `PortTaken`, `ModelMissing` or `ModelChanged` before anything is started.
    """
    started = time.monotonic()
    _make_sure_the_port_is_free(settings.port)
    model_file.check(settings.model)
    print("sparekey: starting (about 5 seconds) ...", flush=True)
    prepare_this_process()
    app = app_with(office, settings.port)

    async def load(app: Any, loop: Any) -> None:
        app.ctx.agent = load_agent(settings)
        back_office = await asyncio.to_thread(office)
        if back_office:
            app.add_task(run_errands(back_office))

    async def tell(app: Any, loop: Any) -> None:
        print(READY.format(seconds=time.monotonic() - started, host=HOST, port=settings.port), flush=True)

    app.register_listener(load, "before_server_start")
    app.register_listener(tell, "after_server_start")
    app.run(host=HOST, port=settings.port, access_log=False, debug=False)


def app_with(back_office: Callable[[], BackOffice | None], port: int) -> Any:
    """Give the Sanic app with everything that is served: the conversation and the pages; the agent is loaded later."""
    from rasa.core.run import configure_app

    from bot.runtime.channel import FrontDoorChannel
    from bot.runtime.pages import enrolment_pages

    app = configure_app([FrontDoorChannel(back_office)], enable_api=False, port=port)
    app.blueprint(enrolment_pages(back_office))
    logging.getLogger("sanic.root").setLevel(logging.WARNING)
    return app


def _make_sure_the_port_is_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(port) from error


if __name__ == "__main__":
    try:
        serve(Settings.from_env(os.environ))
    except (SparekeyError, ValueError) as error:
        sys.exit(f"sparekey: {error}")
