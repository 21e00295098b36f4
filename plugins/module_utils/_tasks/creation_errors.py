# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the codes mean that a creation is refused with (createTestRun), and what to do, in the words of the options."""

from __future__ import annotations

import typing as t

from .._errors import ApiError

# The option of each parameter that has another name, or was looked up by another option.
_OPTIONS = {"clientid": "client_id", "connection_method": "target_uri", "connection_custom_uri": "target_uri"}

# By field and code, and by the code alone for other fields. Only not_ready_for_cloning is documented; the rest are as the emulator has them, and
# do no harm where the server has others.
_ADVICE = {
    ("test_record_id", "not_ready_for_cloning"): (
        "Test record {value} can't be copied while it is being recorded. Stop its recording first: wallarm.fast.wallarm_fast_recording with "
        "test_record_id {value}."
    ),
    ("test_record_id", "empty_test_record"): (
        "Test record {value} holds no baseline requests, so there is nothing to test with. Give another one, or record again and check that the "
        "tests go through the FAST node's proxy."
    ),
    ("test_record_id", "not_found"): (
        "There is no test record {value} that the token may use ({option}). wallarm.fast.wallarm_fast_test_record_info lists those there are."
    ),
    ("policy_id", "not_found"): (
        "There is no test policy {value} that the token may use ({option}). wallarm.fast.wallarm_fast_policy_info lists those there are."
    ),
    ("node_id", "not_found"): "There is no FAST node {value} that the token may use ({option}). The Console lists them under Nodes.",
    ("node_name", "not_found"): "There is no FAST node of the name {value} that the token may use ({option}). The Console lists them under Nodes.",
    ("node_id", "required"): "Give node_id or node_name, since this is not the token of a FAST node.",
    ("clientid", "required"): "Give client_id, or set WALLARM_API_CLIENT_ID where the task runs.",
    (None, "not_found"): "The server finds nothing by the {option} {value}.",
    (None, "required"): "Give {option}, which the server requires.",
    (None, "invalid"): "The server does not take {value} as {option}.",
}  # fmt: skip


def explained(failure: ApiError, sent: t.Mapping[str, t.Any], options: t.Mapping[str, str]) -> ApiError:
    """Return the failure of a creation with what to do, as far as its codes are known.

    :param sent: the parameters that were sent.
    :param options: the option that each parameter came from.
    """
    sentences = []
    for field, code in failure.codes.items():
        words = _ADVICE.get((field, code)) or _ADVICE.get((None, code))
        if words:
            sentences.append(words.format(value=sent.get(field), option=options.get(field) or _OPTIONS.get(field, field)))
    if not sentences:
        return failure
    return ApiError(f"The test run was not created. {' '.join(sentences)} The server said: {failure.server_error}.", **failure.details())
