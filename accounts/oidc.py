"""OpenID Connect as a firm's single sign-on: the library's code flow, with the checks that it leaves out.

Added here: the discovered issuer is the configured one, the ID token's signature is always checked against the issuer's
keys, a nonce ties it to this browser, PKCE ties the code to it (OpenID Connect Core 1.0, 3.1.3.7; RFC 7636), and the
server calls no address inside its own network.
"""

import ipaddress
import secrets
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount import app_settings
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from practice.exceptions import DomainError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY = 60  # seconds that clocks may differ
LARGEST = 512 * 1024  # bytes of an answer
LONGEST_SUBJECT = 191  # characters, as the library stores it


class _PublicConnection(HTTPSConnection):
    """Asks the connected socket itself whom it reached, so that no name can point somewhere else a moment later."""

    def _new_conn(self):
        sock = super()._new_conn()
        address = ipaddress.ip_address(sock.getpeername()[0].partition("%")[0])
        if not address.is_global:
            sock.close()
            raise OSError("the address is inside this network")
        return sock


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _Guard(HTTPAdapter):
    """Only https, only to public addresses."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}


class _Shut(HTTPAdapter):
    def send(self, request, *args, **kwargs):
        raise requests.exceptions.InvalidSchema("Only https is spoken to a provider.")


class Session(requests.Session):
    """Requests to a provider: a time limit, no proxy of the environment, no redirect, no address of this network."""

    def __init__(self):
        super().__init__()
        self.trust_env = False
        if not settings.SSO_PRIVATE_PROVIDERS:
            self.mount("https://", _Guard())
            self.mount("http://", _Shut())

    def request(self, method, url, **kwargs):
        kwargs.setdefault("timeout", app_settings.REQUESTS_TIMEOUT)
        kwargs["allow_redirects"] = False
        answer = super().request(method, url, stream=True, **kwargs)
        body = answer.raw.read(LARGEST + 1, decode_content=True)
        if len(body) > LARGEST:
            raise requests.exceptions.InvalidHeader("The answer is too long.")
        answer._content = body
        answer._content_consumed = True
        return answer


def discover(issuer: str) -> dict:
    """The provider's configuration. Raises DomainError(field="issuer") in words when there is none that fits."""
    try:
        with Session() as session:
            answer = session.get(issuer.rstrip("/") + WELL_KNOWN)
            answer.raise_for_status()
            found = answer.json()
    except requests.RequestException:
        raise DomainError(
            f"Nothing usable at {issuer.rstrip('/')}{WELL_KNOWN}. Check the address.", field="issuer"
        ) from None
    if not isinstance(found, dict) or any(not isinstance(found.get(key), str) for key in NEEDED):
        raise DomainError("The provider’s configuration is incomplete.", field="issuer")
    if found["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise DomainError(
            f"The provider calls itself {found['issuer'][:200]}. Use that address.", field="issuer"
        )
    if not settings.SSO_PRIVATE_PROVIDERS and any(
        urlsplit(found[key]).scheme != "https" for key in NEEDED[1:]
    ):
        raise DomainError("The provider has addresses without https.", field="issuer")
    return found


def read_id_token(token: str, *, config: dict, client_id: str) -> dict:
    """The claims of an ID token after every check but the nonce's. Raises ProviderException."""
    try:
        with Session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise ProviderException("The ID token is signed in a way that is not accepted.")
        fits = [
            k for k in keys if header.get("kid") in (None, k.key_id) and k.public_key_use in (None, "sig")
        ]
        if len(fits) != 1:
            raise ProviderException("No key of the provider fits the ID token.")
        claims = jwt.decode(
            token,
            key=fits[0].key,
            algorithms=[header["alg"]],
            audience=client_id,
            issuer=config["issuer"],
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, requests.RequestException, ValueError, TypeError, AttributeError) as error:
        raise ProviderException("The ID token does not hold.") from error
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise ProviderException("The ID token names nobody.")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client_id:
        raise ProviderException("The ID token was made for another client.")
    return claims


class FirmAdapter(OpenIDConnectOAuth2Adapter):
    """One firm's provider in the code flow."""

    @property
    def openid_config(self) -> dict:
        if not hasattr(self, "_openid_config"):
            try:
                self._openid_config = discover(self.get_provider().app.settings["server_url"])
            except DomainError as error:
                raise ProviderException(error.message) from None
        return self._openid_config

    def get_callback_url(self, request, app) -> str:
        """From BASE_URL and never from the Host header."""
        return callback_url(self.provider_id)

    def complete_login(self, request, app, token, **kwargs):
        """Read the ID token; an address that is not in it comes from the provider's page of the same person."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise ProviderException("The provider sent no ID token.")
        claims = read_id_token(id_token, config=self.openid_config, client_id=app.client_id)
        if "email" not in claims and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if isinstance(more, dict) and more.get("sub") == claims["sub"]:
                claims |= {k: more[k] for k in ("email", "email_verified") if k in more}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims
        return login


class FirmProvider(OpenIDConnectProvider):
    """The provider that one firm set up."""

    oauth2_adapter_class = FirmAdapter

    def extract_extra_data(self, data) -> dict:
        """Nothing of the person's claims is kept."""
        return {}

    def begin(self, request, *, next_url: str = "", again: bool = False):
        """The redirect to the provider. `again`: it asks the person anew, and says when it did (max_age)."""
        nonce = secrets.token_urlsafe(24)
        params = {"nonce": nonce}
        if again:
            params |= {"prompt": "login", "max_age": "0"}
        if request.user.is_authenticated and request.sso_provider == self.app.provider_id:
            params["login_hint"] = request.user.email
        return self.redirect(
            request, "login", next_url=next_url or None, auth_params=params, nonce=nonce, again=again
        )


def callback_url(provider_id: str) -> str:
    """The full return address that the firm enters at its provider."""
    return settings.BASE_URL + reverse("openid_connect_callback", kwargs={"provider_id": provider_id})
