"""serve.py MODEL DIR - a real model behind a real llama.cpp server, and in
front of it one door for each rung of the ladder of reply formats.

DIR/ports tells "RUNG PORT" lines once everything listens.  The door of a rung
refuses the forms of the rungs above it, as a server does that lacks them, and
hands on everything else.  Ends by itself when DIR/ports is gone, and after
LIMIT seconds in any case.
"""
import http.client
import http.server
import json
import os
import select
import sys
import threading
import time

import xllamacpp

LIMIT = 280
CONTEXT = 8192
RUNGS = ["json_schema", "json_object", "tools", "text"]


def form_of(body):
    """Which rung a request stands on."""
    if body.get("tools"):
        return "tools"
    return body.get("response_format", {}).get("type", "text")


def make_door(rung, address):
    host, port = address

    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            form = form_of(json.loads(body))
            if form in RUNGS[:RUNGS.index(rung)]:
                problem = {"message": f"'{form}' is not supported here",
                           "type": "invalid_request_error",
                           "param": "response_format", "code": None}
                self.answer(400, json.dumps({"error": problem}).encode())
                return
            server = http.client.HTTPConnection(host, port, timeout=LIMIT)
            server.request("POST", self.path, body,
                           {"Content-Type": "application/json"})
            # who asked may give up: then the model must not go on
            ready = select.select([self.connection, server.sock], [], [])[0]
            if server.sock not in ready:
                server.close()
                self.close_connection = True
                return
            reply = server.getresponse()
            self.answer(reply.status, reply.read())

        def log_message(self, *_):
            pass

    door = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    return door.server_address[1]


def start_model(path):
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.use_jinja = True
    # one: llama.cpp's barriers spin, and collapse where a core is shared
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    return xllamacpp.Server(params)


def main():
    model, folder = sys.argv[1:]
    server = start_model(model)
    host, port = server.listening_address.split("//")[-1].split(":")
    ports = os.path.join(folder, "ports")
    with open(ports + ".new", "w") as out:
        for rung in RUNGS:
            out.write(f"{rung} {make_door(rung, (host, int(port)))}\n")
    os.rename(ports + ".new", ports)
    end = time.monotonic() + LIMIT
    while os.path.exists(ports) and time.monotonic() < end:
        time.sleep(0.2)
    os._exit(0)  # the server's threads would wait for their requests


main()
