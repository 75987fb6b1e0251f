"""The command `heartsong serve`: the page and the API on this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Annotated, Final

import typer

from heartsong.errors import MissingExtraError, RequestError
from heartsong.interfaces.options import CatalogueOption

LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
_RATE: Final = 20.0  # requests a second of one client, where others can reach the server


def serve(
    catalogue: CatalogueOption = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8765,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
    token: Annotated[
        str | None,
        typer.Option(envvar="HEARTSONG_TOKEN", help="Who has it may ask.", show_envvar=True),
    ] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Let everyone ask who can reach the server.")
    ] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name that browsers may call the server by.")
    ] = None,
    rate: Annotated[
        float | None, typer.Option(min=0, help="Requests a second of one client; 0 for any number.")
    ] = None,
    covers: Annotated[
        bool | None,
        typer.Option(help="Let listeners fetch covers and previews from the web.", show_default=""),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """The page and the API, on this machine.

    heartsong serve

    heartsong serve --catalogue my.db --workers 2

    heartsong serve --host 0.0.0.0 --token SECRET --allow-host music.example
    """
    try:
        import uvicorn

        from heartsong.interfaces.api.config import ServerConfig
    except ModuleNotFoundError as error:
        raise MissingExtraError("serve", "the server") from error
    if not is_local(host) and token is None and not no_auth:
        raise RequestError(
            f"With --host {host} others can reach the server: give --token SECRET, or --no-auth to "
            "let everyone ask."
        )
    if catalogue is not None and not Path(catalogue).exists():
        raise RequestError(f"There is no catalogue at {catalogue}: check the name.")
    ServerConfig(
        catalogue=str(catalogue) if catalogue else None,
        token=token,
        hosts=(*LOCAL, host, *(allow_host or ())),
        rate=rate if rate is not None else 0.0 if is_local(host) else _RATE,
        covers=is_local(host) if covers is None else covers,
    ).to_environment()
    listening = _listening(host, port)
    shown = "127.0.0.1" if host == "0.0.0.0" else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    print(f"Heartsong is at {address}{'?token=…' if token else ''}  (Ctrl+C ends it)", flush=True)
    if open_page:
        import webbrowser

        webbrowser.open(address)
    settings = uvicorn.Config(
        "heartsong.interfaces.api.app:create_app",
        factory=True,
        workers=workers,
        log_level="warning",
        access_log=False,  # addresses hold what people search for
        server_header=False,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=16 * 1024,
    )
    server = uvicorn.Server(settings)
    if workers == 1:
        server.run(sockets=[listening])
    else:
        from uvicorn.supervisors import Multiprocess

        # Several processes with several threads each would stand in each other's way.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

        Multiprocess(settings, sockets=[listening]).run()


def _listening(host: str, port: int) -> socket.socket:
    """A socket at an address.

    It says that it speaks TCP: asyncio lets small answers leave at once of such ones alone, which
    uvicorn's own for several workers are not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ours = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ours.bind((host.strip("[]"), port))
        ours.listen(2048)  # or Windows and macOS would take another server's port
    except OSError as error:
        ours.close()
        raise RequestError(
            f"Nothing can listen at {host} on port {port} ({error.strerror}): end what listens "
            "there, or choose another with --port."
        ) from error
    ours.set_inheritable(True)
    return ours


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
