"""Around every answer: the Host header checked, a bounded body, headers that let in nothing from outside.

A HEAD request is answered as GET is, without the body.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from allegata.workbench.settings import Settings

MAX_BODY = 2_000_000
"""Bytes of one request: forms hold reasons and marked words, no documents."""


def policy(settings: Settings) -> str:
    """Return the content security policy: own files only, no inline script or style, and the user's tiles if named."""
    tiles = f" {settings.tile_origin}" if settings.tile_origin else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{tiles}",
            f"connect-src 'self'{tiles}",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


class Guarded:
    """ASGI middleware: refuses other hosts and large bodies, and sets the security headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self._app = app
        self._hosts = settings.hosts
        self._headers = {
            "content-security-policy": policy(settings),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            **({"strict-transport-security": "max-age=31536000"} if settings.secure else {}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before any page sees it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def guarded_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    answer[name] = value
                answer.setdefault("cache-control", "no-store")
            await send(message)

        if host_name(headers.get("host", "")) not in self._hosts:
            refusal = PlainTextResponse("This workbench does not answer to that host name.\n", status_code=421)
            await refusal(scope, receive, guarded_send)
            return
        length = headers.get("content-length", "0")
        chunked = "transfer-encoding" in headers
        if chunked or not length.isdigit() or int(length) > MAX_BODY:
            refusal = PlainTextResponse("That is more than one form may hold.\n", status_code=413)
            await refusal(scope, receive, guarded_send)
            return
        if scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, _headers_only(guarded_send))
            return
        await self._app(scope, receive, guarded_send)


def _headers_only(send: Send) -> Send:
    """Return a sender that gives the headers of an answer, with its length, and not the answer itself."""

    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            if message.get("more_body", False):
                return
            message = {"type": "http.response.body", "body": b""}
        if message["type"] != "http.response.pathsend":
            await send(message)
        else:
            await send({"type": "http.response.body", "body": b""})

    return headers_only


def host_name(header: str) -> str:
    """Return the host of a Host header without its port, in lower case; empty where the header is none."""
    header = header.strip().lower()
    if header.startswith("["):
        name, bracket, rest = header[1:].partition("]")
        return name if bracket and (not rest or (rest[0] == ":" and rest[1:].isdigit())) else ""
    name, colon, port = header.partition(":")
    return name if not colon or port.isdigit() else ""
