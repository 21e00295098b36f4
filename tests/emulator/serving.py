# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A WSGI application on a loopback address, for as long as a `with` lasts."""

from __future__ import annotations

import socket
import threading
import typing as t

from werkzeug.serving import WSGIRequestHandler, make_server

from .loopback import netloc, require_loopback


class Served:
    """Serves `app` by plain HTTP, and says nothing of the requests: it is there to be asked, not to be watched."""

    def __init__(self, app: t.Any, host: str = "127.0.0.1", port: int = 0) -> None:
        require_loopback(host)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Werkzeug would end the process over a port that is taken.
        with socket.create_server((host, port), family=family, backlog=128) as listening:
            self.port = listening.getsockname()[1]
            self._server = make_server(host, self.port, app, threaded=True, request_handler=_Silent, fd=listening.fileno())
        self.url = "http://" + netloc(host, self.port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self: t.Any) -> t.Any:
        self._thread.start()
        return self

    def __exit__(self, *details: t.Any) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: t.Any) -> None:
        """Say nothing."""
