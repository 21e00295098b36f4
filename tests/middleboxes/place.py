# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulated FAST cloud and all the middleboxes before it."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import typing as t
from pathlib import Path

from emulator import RemoteEmulator

from . import certificates
from .box import Box
from .dripping import Dripping
from .haproxy import Haproxy
from .nginx import Nginx
from .squid import Squid


class Place:
    """All of it, running while a `with` lasts.

    `names` are the words that cases may put in braces: "cloud", "nginx_api" and the like are host:port, "trusted" and the like files.
    """

    def __enter__(self) -> Place:
        with contextlib.ExitStack() as stack:
            # Not below pytest's own folder, which squid may not enter once it is another user than root.
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fast-middleboxes-")))
            self.folder.chmod(0o711)
            self.cloud = stack.enter_context(RemoteEmulator("--validate"))
            given = self.folder / "certificates"
            given.mkdir()
            certificates.write(given, Path(self.cloud.ca_path))
            self.names = {path.stem: str(path) for path in given.iterdir()}
            self.names.update(cloud=self.cloud.host, cloud_by_name="localhost:%d" % self.cloud.port)
            # A port that is taken, but not listened on; and one where nobody ever accepts.
            nobody = stack.enter_context(socket.socket())
            nobody.bind(("127.0.0.1", 0))
            silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            self.names.update(nobody=_host(nobody), silent=_host(silent))
            facts = {"certificates": given, "cloud": self.cloud.host, "nobody": _host(nobody)}
            nginx, haproxy, self.squid = Nginx(self.folder, **facts), Haproxy(self.folder, **facts), Squid(self.folder, **facts)
            for box in (nginx, haproxy, self.squid):
                stack.callback(box.stop)
                box.start()
                self.names.update(_names(box))
            for name, port in {"dripping_cloud": self.cloud.port, "dripping_proxy": self.squid.ports["tls"]}.items():
                relay = Dripping(port)
                relay.start()
                stack.callback(relay.stop)
                self.names[name] = relay.host
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *details: t.Any) -> None:
        self._stack.close()


def _host(listening: socket.socket) -> str:
    return "127.0.0.1:%d" % listening.getsockname()[1]


def _names(box: Box) -> dict[str, str]:
    return {"%s_%s" % (box.program, name): "127.0.0.1:%d" % port for name, port in box.ports.items()}
