"""The consent page: an account, each scope with a box that can be unticked, Allow and Cancel; a plain HTML form."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in – Google sandbox</title>
<link rel="stylesheet" href="/calendar/static/consent.css">
</head>
<body>
<main class="card">
<p class="brand"><span class="dot"></span> Google sandbox <small>no real account is involved</small></p>
{content}
</main>
</body>
</html>
"""


def consent_page(
    accounts: Sequence[tuple[str, str]],
    scopes: Sequence[tuple[str, str]],
    login_hint: str | None,
    *,
    redirect_uri: str,
) -> HTMLResponse:
    """Ask for consent; the form is posted back to the address of the page itself, whose query says who asks."""
    place = urlsplit(redirect_uri)
    boxes = "\n".join(_box(number, name, text) for number, (name, text) in enumerate(scopes))
    content = f"""<h1>{escape(place.netloc)} wants access to your Google Account</h1>
<form method="post" data-testid="consent">
<label class="account">Account
<select name="account" data-testid="consent-account">
{"".join(_option(email, name, email == login_hint) for email, name in accounts)}
</select></label>
<fieldset><legend>Select what {escape(place.netloc)} can access</legend>
{boxes}
</fieldset>
<p class="actions">
<button name="decision" value="cancel" data-testid="consent-cancel">Cancel</button>
<button class="primary" name="decision" value="allow" data-testid="consent-allow">Continue</button>
</p>
</form>"""
    return _page(content, 200, form_targets=f"'self' {place.scheme}://{place.netloc}")


def refusal_page(error: str, reason: str) -> HTMLResponse:
    """Say why Google will not even ask."""
    content = (
        f"<h1>Access blocked: authorization error</h1><p>{escape(reason)}</p>"
        f'<p data-testid="consent-error">Error 400: {escape(error)}</p>'
    )
    return _page(content, 400, form_targets="'none'")


def _page(content: str, status: int, *, form_targets: str) -> HTMLResponse:
    # Chromium holds the redirect after a form to form-action too, so the client's origin has to stand there.
    policy = (
        f"default-src 'none'; style-src 'self'; form-action {form_targets}; frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {"Content-Security-Policy": policy, "X-Frame-Options": "DENY", "Cache-Control": "no-store"}
    return HTMLResponse(_PAGE.format(content=content), status, headers=headers)


def _option(email: str, name: str, is_chosen: bool) -> str:
    chosen = " selected" if is_chosen else ""
    return f'<option value="{escape(email)}"{chosen}>{escape(name)} – {escape(email)}</option>'


def _box(number: int, scope: str, text: str) -> str:
    return (
        f'<label class="scope" for="scope-{number}"><input type="checkbox" id="scope-{number}" name="scope" '
        f'value="{escape(scope)}" checked data-testid="consent-scope">'
        f"<span>{escape(text)}<code>{escape(scope)}</code></span></label>"
    )
