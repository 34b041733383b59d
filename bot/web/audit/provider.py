"""Signing in through a provider that speaks OpenID Connect: Entra ID, Slack, Keycloak, Google, ...

Authlib does what the protocol asks: discovery, the code flow with PKCE, state and nonce, and the checks of the ID token
(signature, issuer, audience, times). What it has to remember until the provider sends the browser back travels in a
signed cookie, so that nobody can fill the database by beginning to sign in.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from bot.auditors import SignedIn
from bot.record.message import Person
from bot.web.settings import SignIn
from knowledge.errors import RolecallError

SLACK = "https://slack.com"
# Whatever a provider answers instead of what it should, or where it can't be reached.
FAILURES = (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, RuntimeError, KeyError, TypeError)


class SignInFailed(RolecallError):
    """The provider didn't say who it is."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Signing in with {name} didn't work: {why}. Try again, or ask whoever runs Rolecall.")


class Provider:
    """One provider, as the settings name it."""

    def __init__(self, settings: SignIn, callback: str) -> None:
        """`callback` is where it sends browsers back to: the address that is registered there, too."""
        self.name = settings.name
        self._settings = settings
        self._callback = callback
        self._client: Any = OAuth().register(
            "provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
        )

    @property
    def cookie_key(self) -> str:
        """What signs the cookie: the same in every replica, and after a restart."""
        return sha256(b"sign-in cookie\0" + self._settings.client_secret.encode()).hexdigest()

    async def start(self, request: Request) -> Response:
        """Send the browser to the provider.

        Raises:
            SignInFailed: it can't be reached, or is another than the settings name.
        """
        try:
            issuer = (await self._client.load_server_metadata())["issuer"]
            if issuer.rstrip("/") != self._settings.issuer:
                raise SignInFailed(self.name, f"it calls itself {issuer}, which is not the issuer in the settings")
            answer: Response = await self._client.authorize_redirect(request, self._callback)
        except FAILURES as problem:
            raise SignInFailed(self.name, _reason(problem)) from problem
        return answer

    async def finish(self, request: Request) -> SignedIn:
        """Who it is that the provider sends back.

        Raises:
            SignInFailed: it doesn't say, or not so that it can be believed.
        """
        try:
            token = await self._client.authorize_access_token(request)
            claims = token["userinfo"]  # there only where an ID token was, and passed all checks
        except FAILURES as problem:
            raise SignInFailed(self.name, _reason(problem)) from problem
        return somebody(self._settings, claims)


def somebody(settings: SignIn, claims: Mapping[str, Any]) -> SignedIn:
    """The claims of a checked ID token -> who it is.

    An e-mail address counts only where the provider says that it is theirs: in many directories people can write
    whatever address they like into their profile.
    """
    email = claims.get("email", "")
    is_theirs = settings.trust_email or claims.get("email_verified") in (True, "true")
    subject = claims.get(settings.subject, "")
    return SignedIn(
        _person(settings, claims),
        email if is_theirs and isinstance(email, str) else "",
        subject if isinstance(subject, str) else "",
    )


def _person(settings: SignIn, claims: Mapping[str, Any]) -> Person:
    name = str(claims.get("name", ""))
    if settings.issuer == SLACK:  # the same person as in chat, under the same pseudonym
        return Person("slack", str(claims[f"{SLACK}/team_id"]), str(claims[f"{SLACK}/user_id"]), name)
    parts = urlsplit(settings.issuer)
    return Person("oidc", f"{parts.netloc}{parts.path}".replace(":", "_"), str(claims["sub"]), name)


def _reason(problem: Exception) -> str:
    """For whoever tries to sign in: what the provider says, or else what kind of thing went wrong."""
    if isinstance(problem, httpx2.HTTPStatusError):
        return f"it answers {problem.response.status_code}"
    if isinstance(problem, httpx2.HTTPError):
        return "it can't be reached"
    said = getattr(problem, "description", "") or getattr(problem, "error", "") or type(problem).__name__
    return " ".join(str(said).split()).rstrip(".")[:200]
