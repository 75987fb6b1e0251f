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
    cores = os.cpu_count() or 1
    ServerConfig(
        catalogue=str(catalogue) if catalogue else None,
        token=token,
        hosts=(*LOCAL, host, *(allow_host or ())),
        rate=rate if rate is not None else 0.0 if is_local(host) else _RATE,
        covers=is_local(host) if covers is None else covers,
        threads=max(1, cores // workers),
    ).to_environment()
    _check_that_it_is_free(host, port)
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"
    print(f"Heartsong is at {address}{'?token=…' if token else ''}  (Ctrl+C ends it)", flush=True)
    if open_page:
        import webbrowser

        webbrowser.open(address)
    uvicorn.run(
        "heartsong.interfaces.api.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,  # addresses hold what people search for
        server_header=False,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=16 * 1024,
    )


def _check_that_it_is_free(host: str, port: int) -> None:
    """Else uvicorn would tell it in a log, after the page was opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise RequestError(
                f"Nothing can listen at {host} on port {port} ({error.strerror}): end what listens "
                "there, or choose another with --port."
            ) from error


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
