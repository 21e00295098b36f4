# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in on a loopback address."""

from __future__ import annotations

import threading
import typing as t

from werkzeug.serving import WSGIRequestHandler, make_server

from .app import make_app
from .store import Store

TOKEN = "NotARealToken/of-the-stand-in/0123456789"


class AwxStandIn:
    """Listens inside a `with`. `playbooks` are the paths that AWX would find in a project."""

    token = TOKEN

    def __init__(self, playbooks: t.Sequence[str]) -> None:
        self.store = Store(playbooks)
        #: Every request that was to change something, as "POST /api/v2/credentials/".
        self.changes: list[str] = []
        self._server = make_server("127.0.0.1", 0, make_app(self.store, TOKEN, self.changes), threaded=True, request_handler=_Silent)
        self.url = "http://127.0.0.1:%d" % self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True, name="awx")

    def __enter__(self) -> AwxStandIn:
        self._thread.start()
        return self

    def __exit__(self, *details: t.Any) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: t.Any) -> None:
        """Say nothing: the tests look at what it keeps."""
