# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options of the connection to a Wallarm cloud."""

    DOCUMENTATION = r"""
options:
  api_token:
    description:
      - Token of the FAST node, or an API token that may read and change its test runs.
        Sent as the header C(X-WallarmAPI-Token), to O(api_host) only.
      - Required. If the option is not given or empty, the environment variable E(WALLARM_API_TOKEN) is used.
      - Tokens belong to one cloud. Keep them in Ansible Vault or in an AWX credential.
    type: str
  api_host:
    description:
      - The Wallarm cloud to talk to, as a bare host, C(host:port) or a URL.
        V(us1.api.wallarm.com) is the US cloud, V(api.wallarm.com) the EU cloud.
      - HTTPS is used. Plain C(http://) is accepted for a loopback address only.
      - If the option is not given or empty, the environment variable E(WALLARM_API_HOST) is used.
    type: str
    default: us1.api.wallarm.com
  validate_certs:
    description:
      - Whether to verify the server's TLS certificate.
      - Without it anyone on the network path can read the token. Prefer O(ca_path).
    type: bool
    default: true
  ca_path:
    description:
      - Path of a file or directory, on the host the task runs on, with the CA certificates to trust in place of the system's store.
      - Without it, the certificates of the system's store are trusted, as with C(ansible.builtin.uri). The environment variables
        E(SSL_CERT_FILE) and E(SSL_CERT_DIR) name another store. Only where the system has none, those that C(requests) brings are used.
      - Without it, the certificates that the environment variables E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE) name are trusted too.
      - Not used with O(validate_certs=false).
    type: path
  request_timeout:
    description:
      - Seconds that one request may take, from looking up the host's name to the last byte of the reply.
    type: float
    default: 30
  retries:
    description:
      - How often to try again after a request failed. Each further try is a warning.
      - What may pass by waiting is tried again, which is connection errors and HTTP 408, 425, 429 and 5xx (but 501, 505 and 511) for what only
        reads. An action is sent again after HTTP 425, 429 and 503, and if it could not be sent at all. When its reply was lost, the
        state is read again first.
      - What can't pass by waiting is not tried again, such as a refused certificate, an unknown host name, a login that a proxy refuses,
        or a port that does not speak TLS.
      - The pause before a further try is 1 s, then doubles up to 10 s. It is longer if the server asks for that by C(Retry-After).
    type: int
    default: 3
requirements:
  - requests >= 2.25.1
  - urllib3 >= 1.26.5
  - Python >= 3.9
notes:
  - On a C(local) connection the task runs inside Ansible's own worker process, and keeps one connection for a whole
    loop. Set the variable C(wallarm_fast_in_process) to V(false) to have it run as other modules do. Options, results
    and failures are the same. With C(async), C(become) or another connection it always does.
  - The module talks to the cloud from the host the task runs on. That is where the environment variables are read and
    where C(requests) must be installed. Use C(hosts=localhost), C(connection=local) or C(delegate_to=localhost) to have
    the controller or the execution environment do it.
  - An HTTP proxy is taken from the environment variables E(HTTPS_PROXY), E(ALL_PROXY) and E(NO_PROXY) alone, never from the settings of the system.
    SOCKS proxies are not supported.
  - Redirects are never followed, and C(.netrc) is never read.
"""

    ACCOUNT = r"""
options:
  client_id:
    description:
      - Number of the client (the account) that test runs, test records and test policies belong to. Needed to look for them by
        anything but their id.
      - If the option is not given or empty, the environment variable E(WALLARM_API_CLIENT_ID) is used. If that is empty
        too, the server is asked whose the token is. It may not tell for the token of a FAST node.
    type: str
"""

    READS = r"""
options:
  wait_timeout:
    description:
      - Seconds that the task may spend waiting in all, which are the pauses before further tries.
    type: int
    default: 60
"""
