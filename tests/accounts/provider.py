"""A real, tiny OpenID Connect provider: discovery, keys, authorization code with PKCE, token, userinfo, over HTTP."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "bailiwick", "the client secret of the test"


class Provider:
    """`claims` are what the next person who comes to it is; `twist` changes the signed token for attacks."""

    def __init__(self):
        self.key, self.kid = KEY, secrets.token_hex(4)
        self.claims: dict = {}
        self.twist = lambda claims: claims
        self.sign = lambda claims: jwt.encode(claims, self.key, "RS256", headers={"kid": self.kid})
        self.codes: dict[str, dict] = {}
        self.seen: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def config(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def authorize(self, url: str) -> str:
        """What a browser does there: returns the address it is sent back to."""
        asked = {key: value[0] for key, value in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{self.issuer}/authorize"), url
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, posted: dict) -> dict | None:
        asked = self.codes.pop(posted.get("code", ""), None)
        if asked is None or (posted.get("client_id"), posted.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims,
        }  # fmt: skip
        if "max_age" in asked:
            claims.setdefault("auth_time", now)
        return {"access_token": "at", "token_type": "Bearer", "id_token": self.sign(self.twist(claims))}

    def _handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def _json(self, data, status=200):
                body = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                provider.seen.append(self.path)
                pages = {
                    "/.well-known/openid-configuration": provider.config,
                    "/keys": provider.keys,
                    "/userinfo": lambda: provider.claims,
                }
                page = pages.get(self.path)
                self._json(page() if page else {}, 200 if page else 404)

            def do_POST(self):
                provider.seen.append(self.path)
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                found = provider.token({key: value[0] for key, value in parse_qs(text).items()})
                self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

            def log_message(self, *args):
                pass

        return Handler
