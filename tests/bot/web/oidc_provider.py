"""An OpenID provider on this machine, in a process of its own: python oidc_provider.py

It signs in whoever is named in its form. What it leaves out is PKCE, so that is checked in front of it: a code that was
asked for with a challenge is given a token only for what the challenge was made from.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
from oidc_provider_mock import User
from werkzeug.serving import make_server

USERS = [
    User(sub="audrey-id", claims={"email": "audrey@example.org", "email_verified": True, "name": "Audrey Auditor"}),
    User(
        sub="ada-id",
        claims={"email": "ada@example.org", "email_verified": True, "name": "Ada Lovelace", "oid": "ada-oid"},
    ),
    User(sub="mallory-id", claims={"email": "audrey@example.org", "email_verified": False, "name": "Mallory"}),
]


class ChecksPkce:
    def __init__(self, app):
        self._app = app
        self._challenges = {}

    def __call__(self, environ, start_response):
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/elsewhere")  # where it is not what it says it is
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            made = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            if made.decode().rstrip("=") != self._challenges.pop(form.get("code"), None):
                start_response("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant", "error_description": "PKCE failed"}']
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}

        def start(status, headers, *rest):
            location = dict(headers).get("Location", "")
            code = parse_qs(urlsplit(location).query).get("code", [""])[0]
            if code and query.get("code_challenge_method") == "S256":
                self._challenges[code] = query["code_challenge"]
            return start_response(status, headers, *rest)

        return self._app(environ, start)


if __name__ == "__main__":
    server = make_server("localhost", 0, ChecksPkce(oidc_provider_mock.app(user_claims=USERS, require_nonce=True)))
    print(server.server_port, flush=True)
    server.log_startup = lambda: None
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit()
