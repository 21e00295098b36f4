# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: progress_tags
short_description: Tag a Wallarm FAST test run with how far a play came with it
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Returns the tags of a test run once it came to a stage. Its other tags stay.
  - P(wallarm.fast.choose_test_run#filter) reads them when a play is run again.
options:
  _input:
    description: A test run object of the API.
    type: dict
    required: true
  stage:
    description: V(recorded) when the tests have ended well, V(reported) when the reports were written.
    type: str
    choices: [recorded, reported]
    required: true
"""

EXAMPLES = r"""
- name: Tag the test run as recorded
  wallarm.fast.wallarm_fast_test_run:
    test_run_id: 4490
    tags: "{{ test_run | wallarm.fast.progress_tags('recorded') }}"
"""

RETURN = r"""
_value:
  description: The tags.
  type: list
  elements: str
  sample: [nightly, ansible-recorded]
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.progress import tags_after
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def progress_tags(test_run: t.Any, stage: t.Any) -> list[str]:
    """Return the tags of a test run once it came to a stage."""
    return tags_after(plain_value(test_run), plain_value(stage))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"progress_tags": progress_tags}
