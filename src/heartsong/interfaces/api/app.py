"""The application: routes, errors and layers put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from heartsong.errors import HeartsongError
from heartsong.interfaces.api import problems
from heartsong.interfaces.api.config import API, ServerConfig
from heartsong.interfaces.api.guard import Guard
from heartsong.interfaces.api.metrics import Metrics
from heartsong.interfaces.api.routes import ask, catalogue, playlists, service, songs
from heartsong.interfaces.api.shelf import Shelf
from heartsong.interfaces.api.static import assets, page
from heartsong.interfaces.api.worker import Worker

_SMALLEST_PACKED = 1_000  # bytes


def create_app(config: ServerConfig | None = None) -> FastAPI:
    """The application of one process, with a Recommender of its own."""
    config = config or ServerConfig.from_environment()

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        worker = app.state.worker = Worker(config)
        online = config.covers and worker.settings.covers != "off"
        shelf = app.state.shelf = Shelf(worker.settings.media, online, config.timeout)
        yield
        shelf.close()
        worker.close()

    app = FastAPI(
        title="Heartsong",
        version=version("heartsong"),
        summary="What should I listen to, the way I feel now?",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # its page would come from another host
        redoc_url=None,
        lifespan=living,
    )
    app.state.config = config
    app.state.registry = CollectorRegistry()
    for part in (ask, songs, catalogue, playlists, service):
        app.include_router(part.router, prefix=API)
    for path in assets():
        app.router.routes.append(Route(path, page, methods=["GET"]))
    app.add_exception_handler(HeartsongError, problems.of_heartsong)
    app.add_exception_handler(HTTPException, problems.of_http)
    app.add_exception_handler(RequestValidationError, problems.of_validation)
    app.add_exception_handler(Exception, problems.of_anything)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=5)
    app.add_middleware(Guard, config=config)
    app.add_middleware(Metrics, registry=app.state.registry)
    return app
