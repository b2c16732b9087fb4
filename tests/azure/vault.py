"""Key Vault's secrets and the identity endpoint of App Service, on this machine: there is no emulator of either.

The app's own client and credential talk to it over TLS, by the documented REST interface:
https://learn.microsoft.com/rest/api/keyvault/secrets and
https://learn.microsoft.com/azure/app-service/overview-managed-identity (REST endpoint reference).

usage: vault.py CERTIFICATE KEY VAULT_PORT IDENTITY_PORT IDENTITY_HEADER
"""

import json
import secrets
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

certificate, key, vault_port, identity_port, identity_header = sys.argv[1:6]
token = secrets.token_urlsafe(48)
kept, deleted, lock = {}, {}, threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass  # a path of the vault names a secret

    def answer(self, status, body=None, **headers):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


class Identity(Handler):
    def do_GET(self):
        if self.headers.get("X-IDENTITY-HEADER") != identity_header:
            return self.answer(401, {"message": "no"})
        self.answer(200, {
            "access_token": token,
            "expires_on": str(int(time.time()) + 86400),
            "resource": "https://vault.azure.net",
            "token_type": "Bearer",
        })


class Vault(Handler):
    def handle_call(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Authorization") != f"Bearer {token}":
            return self.answer(401, {"error": {"code": "Unauthorized", "message": "no"}}, WWW_Authenticate=(
                'Bearer authorization="https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222", '
                'resource="https://vault.azure.net"'))
        kind, name = self.path.split("?")[0].strip("/").split("/")[:2]
        with lock:
            self.call(self.command, kind, name.lower(), body)

    do_GET = do_PUT = do_DELETE = handle_call

    def call(self, method, kind, name, body):
        address = f"https://{self.headers['Host']}"
        shown = {"id": f"{address}/secrets/{name}/1", "attributes": {"enabled": True}}
        gone = shown | {"recoveryId": f"{address}/deletedsecrets/{name}", "deletedDate": 1, "scheduledPurgeDate": 2}
        missing = (404, {"error": {"code": "SecretNotFound", "message": "no"}})
        if (method, kind) == ("PUT", "secrets"):
            if name in deleted:
                return self.answer(409, {"error": {"code": "Conflict", "message": "no",
                                                   "innererror": {"code": "ObjectIsDeletedButRecoverable"}}})
            kept[name] = json.loads(body)["value"]
            return self.answer(200, shown | {"value": kept[name]})
        if (method, kind) == ("GET", "secrets"):
            return self.answer(200, shown | {"value": kept[name]}) if name in kept else self.answer(*missing)
        if (method, kind) == ("DELETE", "secrets"):
            if name not in kept:
                return self.answer(*missing)
            deleted[name] = kept.pop(name)
            return self.answer(200, gone)
        if (method, kind) == ("GET", "deletedsecrets"):
            return self.answer(200, gone) if name in deleted else self.answer(*missing)
        if (method, kind) == ("DELETE", "deletedsecrets"):
            if name not in deleted:
                return self.answer(*missing)
            del deleted[name]
            return self.answer(204)
        self.answer(405, {"error": {"code": "MethodNotAllowed", "message": "no"}})


identity = ThreadingHTTPServer(("127.0.0.1", int(identity_port)), Identity)
threading.Thread(target=identity.serve_forever, daemon=True).start()
vault = ThreadingHTTPServer(("127.0.0.1", int(vault_port)), Vault)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
vault.socket = context.wrap_socket(vault.socket, server_side=True)
vault.serve_forever()
