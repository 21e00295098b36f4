# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy of a FAST node, which records: what a test client sends through it becomes baselines of a test record.

It is a forward proxy for plain HTTP to this machine: a test client's HTTP_PROXY. Without a run to record for it proxies
all the same. What is recorded reaches the cloud with a delay (contract: clients wait some seconds before they stop a
recording, so that the last requests are not lost).
"""

from __future__ import annotations

import typing as t
from urllib.parse import SplitResult, urlsplit

import urllib3
from werkzeug.http import is_hop_by_hop_header
from werkzeug.wrappers import Request, Response

from .baselines import Baseline
from .paging import key_of
from .records import Record
from .serving import Served

if t.TYPE_CHECKING:
    from .cloud import Cloud

TARGET_SECONDS = 30.0
LOCAL = ("127.0.0.1", "localhost")


class NodeProxy(Served):
    """The proxy of the FAST node `node_id`, inside a `with`."""

    def __init__(self, cloud: Cloud, node_id: int) -> None:
        self._cloud = cloud
        self._node_id = node_id
        super().__init__(Request.application(self._forward))

    def _forward(self, request: Request) -> Response:
        url = urlsplit(request.environ["REQUEST_URI"])
        if url.scheme != "http" or url.hostname not in LOCAL:
            return _refusal(403, "it forwards http:// URLs of this machine (%s) only" % ", ".join(LOCAL))
        record = self._record()
        try:
            response = _ask(request, url.geturl())
        except urllib3.exceptions.HTTPError as error:
            return _refusal(502, "the target can't be reached or gave no proper reply: %s" % error)
        if record is not None:
            with self._cloud.lock:
                record.export(self._cloud.now() + self._cloud.pace.export_seconds, _baseline(request, url))
        return response

    def _record(self) -> Record | None:
        """Where a request that comes now belongs: the record of the node's newest run that is ready, None if none is."""
        with self._cloud.lock:
            now = self._cloud.now()
            ready = [
                run for run in self._cloud.runs
                if run.node_id == self._node_id and not run.frozen and run.record.ready(now)
            ]
            newest = max(ready, key=lambda run: (run.start_time, key_of(run.id)), default=None)
            return newest.record if newest else None


def _baseline(request: Request, url: SplitResult) -> Baseline:
    """What is kept of the request."""
    sent = request.get_json(silent=True)
    json_name = next(iter(sent), "") if isinstance(sent, dict) else ""
    # No user name and password, which may stand before the host.
    origin = "%s://%s" % (url.scheme, url.netloc.rpartition("@")[2])
    return Baseline(request.method, origin, url.path or "/", url.query, json_name)


def _ask(request: Request, url: str) -> Response:
    """The target's own reply; raises HTTPError where it gives none."""
    headers = [(name, value) for name, value in request.headers if not _of_connection(name)]
    with urllib3.PoolManager() as pool:
        answer = pool.request(
            request.method, url, body=request.get_data(), headers=dict(headers), redirect=False, retries=False,
            timeout=TARGET_SECONDS, decode_content=False,
        )
    kept = [(name, value) for name, value in answer.headers.items() if not _of_connection(name)]
    return Response(answer.data, answer.status, kept)


def _of_connection(name: str) -> bool:
    """Does the header belong to one connection and not to the message? The length is written anew, as the body is passed on whole."""
    return is_hop_by_hop_header(name) or name.lower() in ("content-length", "proxy-connection")


def _refusal(status: int, words: str) -> Response:
    return Response("FAST node proxy: %s\n" % words, status)
