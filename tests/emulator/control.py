# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's own routes under /_emulator: read the call log, switch faults on, add runs and policies. No token is needed.

They speak plain JSON without the API's envelope, and are not in the call log.
"""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from .policies import policy_view
from .views import REMOVE, run_view

if t.TYPE_CHECKING:
    from .server import Emulator

PREFIX = "/_emulator"


def control_blueprint(emulator: Emulator) -> Blueprint:
    """The control routes of `emulator`."""
    control = Blueprint("control", __name__, url_prefix=PREFIX)

    @control.errorhandler(ValueError)
    @control.errorhandler(TypeError)
    @control.errorhandler(KeyError)
    def _refuse(error: Exception) -> ResponseReturnValue:
        return {"error": str(error)}, 400

    def fields() -> dict[str, t.Any]:
        given = request.get_json(silent=True)
        if not isinstance(given, dict):
            raise ValueError("send a JSON object")
        return given

    def with_overrides() -> dict[str, t.Any]:
        given = fields()
        # JSON has no REMOVE, so a list of names stands for it.
        removed = dict.fromkeys(given.pop("remove", []), REMOVE)
        if removed:
            given["raw_overrides"] = {**given.get("raw_overrides", {}), **removed}
        return given

    @control.get("/calls")
    def get_calls() -> ResponseReturnValue:
        return jsonify([call.as_dict() for call in emulator.calls])

    @control.delete("/calls")
    def clear_calls() -> ResponseReturnValue:
        emulator.clear_calls()
        return {}

    @control.get("/faults")
    def get_faults() -> ResponseReturnValue:
        return jsonify([fault.as_dict() for fault in emulator.faults])

    @control.post("/faults")
    def add_fault() -> ResponseReturnValue:
        return emulator.add_fault(**fields()).as_dict(), 201

    @control.delete("/faults")
    def clear_faults() -> ResponseReturnValue:
        emulator.clear_faults()
        return {}

    @control.post("/test_runs")
    def add_test_run() -> ResponseReturnValue:
        return run_view(emulator.cloud.add_test_run(**with_overrides()), emulator.cloud.now()), 201

    @control.post("/test_policies")
    def add_test_policy() -> ResponseReturnValue:
        return policy_view(emulator.cloud.add_test_policy(**with_overrides()), emulator.cloud.now()), 201

    @control.post("/baselines")
    def add_baselines() -> ResponseReturnValue:
        given = fields()
        run = emulator.cloud.test_run(given["test_run_id"])
        run.record.add_baselines(emulator.clock(), given.get("count", 1))
        return run_view(run, emulator.clock()), 201

    @control.post("/clock")
    def move_clock() -> ResponseReturnValue:
        emulator.clock.advance(float(fields()["advance"]))
        return {"now": emulator.clock()}

    @control.post("/pace")
    def set_pace() -> ResponseReturnValue:
        emulator.cloud.set_pace(**fields())
        return dataclasses.asdict(emulator.cloud.pace)

    @control.post("/reset")
    def reset() -> ResponseReturnValue:
        emulator.reset()
        return {}

    @control.get("/stats")
    def stats() -> ResponseReturnValue:
        return {
            "connections": emulator.connections,
            "requests": collections.Counter(call.method for call in emulator.calls),
            "contract_violations": emulator.contract_violations,
        }

    return control
