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
from bot.commands.agents import in_words
from bot.desk.desk import AgentDesk
from bot.errors import PortTaken, SparekeyError
from bot.office import PAUSE, office
from bot.runtime import model_file
from bot.runtime.agent import load_agent, prepare_this_process
from bot.runtime.errands import run_errands
from bot.settings import Settings

HOST = "127.0.0.1"
#: Of a request, in bytes.
LARGEST_BODY = 64 * 1024

READY = """sparekey: ready after {seconds:.0f} s. Ctrl-C stops it. Open this page:

  {address}/

or ask from a terminal:

  curl -s http://{host}:{port}/webhooks/rest/webhook -H 'Content-Type: application/json' \\
    -d '{{"sender": "me", "message": "I lost my phone with Microsoft Authenticator and cannot sign in"}}'

or talk there with `make chat`.
"""
OF_THE_DEMO = """`python -m bot people` lists the people of the demo; codes that would be sent to them are shown here.
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
    app = app_with(office, settings)

    async def load(app: Any, loop: Any) -> None:
        app.ctx.agent = load_agent(settings)
        # Opened here, so that no visitor waits for it.
        await asyncio.to_thread(office)
        if settings.looks_people_up:
            app.add_task(errands(), name="errands")

    async def errands() -> None:
        while (back_office := await asyncio.to_thread(office)) is None:
            await asyncio.sleep(PAUSE)
        await run_errands(back_office)

    async def stop(app: Any, loop: Any) -> None:
        if app.get_task("errands", raise_exception=False):
            await app.cancel_task("errands")
        back_office = await asyncio.to_thread(office)
        if back_office:
            await asyncio.to_thread(back_office.directory.close)

    async def tell(app: Any, loop: Any) -> None:
        back_office = await asyncio.to_thread(office)
        of_the_demo = ""
        if back_office and settings.is_the_demo:
            of_the_demo = await asyncio.to_thread(_of_the_demo, back_office)
        seconds = time.monotonic() - started
        words = READY.format(seconds=seconds, address=settings.address(), host=HOST, port=settings.port)
        # The last that is done here: a Ctrl-C while Sanic still waits for this would end in a traceback.
        print(words + of_the_demo, flush=True)

    app.register_listener(load, "before_server_start")
    app.register_listener(tell, "after_server_start")
    app.register_listener(stop, "before_server_stop")
    app.run(host=HOST, port=settings.port, access_log=False, debug=False)


def app_with(back_office: Callable[[], BackOffice | None], settings: Settings) -> Any:
    """Give the Sanic app with everything that is served: the conversation and the pages; the agent is loaded later."""
    from rasa.core.channels.channel import register
    from sanic import Sanic

    from bot.runtime.channel import FrontDoorChannel
    from bot.runtime.desk import desk_pages
    from bot.runtime.health import health
    from bot.runtime.pages import enrolment_pages
    from bot.runtime.refusals import refuse_kindly
    from bot.runtime.site import site

    # Made here and not by Rasa, whose own page would stand at the address of ours.
    app = Sanic("sparekey", configure_logging=False)
    app.config.update(REQUEST_MAX_SIZE=LARGEST_BODY, PROXIES_COUNT=settings.proxies or None)
    register([FrontDoorChannel(back_office)], app, route="/webhooks/")
    for pages in (
        site(back_office, settings),
        enrolment_pages(back_office, settings),
        desk_pages(back_office, settings),
        health(back_office),
    ):
        app.blueprint(pages)
    refuse_kindly(app)
    logging.getLogger("sanic.root").setLevel(logging.WARNING)
    return app


def _of_the_demo(back_office: BackOffice) -> str:
    """What is to be known of the demo. Its people have an agent too, made at the first start."""
    made = AgentDesk(back_office).first_agent_of_the_demo()
    agent = f"\nsparekey: made for the desk of the demo:\n{in_words(made, back_office.settings)}\n" if made else ""
    return OF_THE_DEMO + agent


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
