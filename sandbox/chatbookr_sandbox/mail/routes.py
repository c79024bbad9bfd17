"""The page that shows the mail, and the control API for tests."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.mail.mailbox import Mailbox, Received, serve

FILES = files("chatbookr_sandbox.mail") / "static"
LINK = re.compile(r"https?://[^\s<>\"]+")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class MailPage:
    """Shows a mailbox to people, and to tests."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def page(self, _: Request) -> Response:
        letters = "".join(map(article, self._mailbox.all())) or "<p>No mail yet.</p>"
        return HTMLResponse(FILES.joinpath("mail.html").read_text("utf-8").replace("{mails}", letters), headers=HEADERS)

    async def style(self, _: Request) -> Response:
        return Response(FILES.joinpath("mail.css").read_bytes(), media_type="text/css")

    async def listed(self, request: Request) -> Response:
        return JSONResponse({"mails": [asdict(mail) for mail in self._mailbox.all(request.query_params.get("to"))]})

    async def cleared(self, _: Request) -> Response:
        self._mailbox.clear()
        return Response(status_code=204)

    async def refuse(self, request: Request) -> Response:
        """Have the server give the body as its answer to every mail; an empty one ends that."""
        answer = (await request.body()).decode("ascii", "replace").strip()
        if answer and not re.fullmatch(r"[45]\d\d [ -~]+", answer):
            return JSONResponse({"error": "an SMTP answer begins with 4xx or 5xx and a space"}, 400)
        self._mailbox.refusal = answer or None
        return Response(status_code=204)


def mail_routes(context: SandboxContext) -> list[BaseRoute]:
    """Route `/mail` and `/sandbox/mail`; the SMTP server starts with the sandbox where a port was set."""
    mailbox = Mailbox(context)
    page = MailPage(mailbox)

    async def start() -> None:
        port = context.settings.smtp_port
        if port is not None:
            server = await serve(mailbox, context.settings.host, port)
            context.background.spawn(server.serve_forever(), name="sandbox mail")

    context.on_start.append(start)
    return [
        Route("/mail", page.page, methods=["GET"]),
        Route("/mail/mail.css", page.style, methods=["GET"]),
        Route("/sandbox/mail", page.listed, methods=["GET"]),
        Route("/sandbox/mail", page.cleared, methods=["DELETE"]),
        Route("/sandbox/mail/refusal", page.refuse, methods=["PUT"]),
    ]


def article(mail: Received) -> str:
    """Show one mail: its text as text, its links as links."""
    text = LINK.sub(lambda link: f'<a href="{link.group()}" rel="noreferrer">{link.group()}</a>', escape(mail.text))
    return (
        f"<article><h2>{escape(mail.subject)}</h2><p class=head>to <b>{escape(mail.to)}</b> from "
        f"{escape(mail.sender)} <time>{escape(mail.received_at)}</time></p><pre>{text}</pre></article>"
    )
