"""python3 start.py in the unpacked archive of npm run pack:demo: serves the page that lies beside it."""

import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
ANSWERS = json.loads((HERE / "answers.json").read_text("utf-8"))


class Handler(SimpleHTTPRequestHandler):
    # What the system takes a file for can be wrong: on Windows, programs change it.
    extensions_map = {"": "application/octet-stream", **ANSWERS["types"]}

    def end_headers(self):
        for name, value in ANSWERS["headers"].items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path):
        self.send_error(404)

    def log_message(self, *_):
        pass


def listen(port):
    try:
        return ThreadingHTTPServer(("localhost", port), partial(Handler, directory=str(HERE / "page")))
    except OSError:
        return listen(port + 1)


with listen(4173) as server:
    print(f"Eigenvox: http://localhost:{server.server_port}/  (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
