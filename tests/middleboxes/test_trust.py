# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose certificate is trusted, what is said of one that is not, and of everything else that keeps TLS from coming about."""

from __future__ import annotations

from .cases import Case, with_proxy
from .checks import CaseTests

# Words that help with an unknown CA, and with nothing else.
ADVICE = ["ca_path"]

CASES = [
    # Whose
    Case("an unknown CA", host="{nginx_api}", ca="", fails=ADVICE, calls=""),
    Case("a CA in ca_path", host="{nginx_api}", ca="{ca}", as_uri=True, calls="GET POST"),
    Case("a CA in SSL_CERT_FILE", host="{nginx_api}", ca="", environment={"SSL_CERT_FILE": "{ca}"}, as_uri=True, calls="GET POST"),
    Case("a CA in SSL_CERT_DIR", host="{nginx_api}", ca="", environment={"SSL_CERT_DIR": "{store}"}, as_uri=True, calls="GET POST"),
    Case("a CA in REQUESTS_CA_BUNDLE", host="{nginx_api}", ca="", environment={"REQUESTS_CA_BUNDLE": "{ca}"}, calls="GET POST"),
    Case("a CA in CURL_CA_BUNDLE", host="{nginx_api}", ca="", environment={"CURL_CA_BUNDLE": "{ca}"}, calls="GET POST"),
    Case("no CA, but validate_certs is false", host="{nginx_api}", ca="", options={"validate_certs": False}, calls="GET POST"),
    # A proxy that opens TLS
    Case("an opened connection and an unknown CA", host="{cloud_by_name}", environment=with_proxy("http://{squid_bump}"),
         fails=["proxy", *ADVICE], calls=""),
    Case("an opened connection and the proxy's CA in ca_path", host="{cloud_by_name}", ca="{bump_ca}",
         environment=with_proxy("http://{squid_bump}"), as_uri=True, calls="GET POST"),
    Case("an opened connection and the proxy's CA in SSL_CERT_FILE", host="{cloud_by_name}", ca="",
         environment=with_proxy("http://{squid_bump}", SSL_CERT_FILE="{bump_ca}"), as_uri=True, calls="GET POST"),
    Case("an opened connection and the proxy's CA in REQUESTS_CA_BUNDLE", host="{cloud_by_name}", ca="",
         environment=with_proxy("http://{squid_bump}", REQUESTS_CA_BUNDLE="{bump_ca}"), calls="GET POST"),
    # Wrong in other ways
    Case("an expired certificate", host="{nginx_expired}", fails=["expired"], never=ADVICE, calls=""),
    Case("a certificate for another name", host="{nginx_other_name}", fails=["valid for|match"], never=ADVICE, calls=""),
    Case("nginx demands a client certificate, TLS 1.2", host="{nginx_client_tls12}", fails=["400", "certificate"], never=[*ADVICE, "token"], calls=""),
    Case("nginx demands a client certificate, TLS 1.3", host="{nginx_client_tls13}", fails=["400", "certificate"], never=[*ADVICE, "token"], calls=""),
    Case("haproxy demands a client certificate, TLS 1.2", host="{haproxy_client_tls12}", fails=["handshake|certificate"], never=ADVICE, calls=""),
    Case("haproxy demands a client certificate, TLS 1.3", host="{haproxy_client_tls13}", fails=["certificate"], never=ADVICE, calls=""),
    Case("TLS 1.1", host="{nginx_tls11}", fails=["TLS|protocol"], never=ADVICE, calls=""),
    Case("no TLS at all", host="{nginx_plain}", fails=["TLS|version"], never=ADVICE, calls=""),
]


class TestTrust(CaseTests):
    cases = CASES
