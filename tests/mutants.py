# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of small changes of meaning in the code that decides, unit tests have to notice 95 %.

Cosmic Ray makes the changes and runs the tests. This chooses files, changes and tests, and works on copies of the tree.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import difflib
import multiprocessing
import os
import random
import re
import shlex
import shutil
import sys
import tempfile
import time
import typing as t
from pathlib import Path

import parso
from cosmic_ray import plugins
from cosmic_ray.commands.init import _all_work_items as work_items
from cosmic_ray.mutating import use_mutation
from cosmic_ray.operators.operator import Operator
from cosmic_ray.testing import run_tests
from cosmic_ray.work_item import MutationSpec, TestOutcome

#: The files that decide.
FILES = (
    "plugins/filter/*.py",
    "plugins/module_utils/_api/*.py",
    "plugins/module_utils/_http/*.py",
    "plugins/module_utils/_tasks/*.py",
    "plugins/plugin_utils/**/*.py",
)
#: But not these. They carry out or show what others decide.
NOT_FILES = (
    "plugins/module_utils/_api/client.py",
    "plugins/module_utils/_api/errors.py",
    "plugins/module_utils/_http/adapter.py",
    "plugins/module_utils/_http/transport.py",
    "plugins/plugin_utils/_in_process.py",
    "plugins/plugin_utils/_report/charts.py",
    "plugins/plugin_utils/_report/page.py",
    "plugins/plugin_utils/_report/page_sections.py",
)
#: The small ones of Cosmic Ray's changes. It also replaces each operator by every other one, and most of that is noticed at once.
CHANGES = re.compile(
    r"core/(AddNot|ExceptionReplacer|NumberReplacer|ReplaceAndWithOr|ReplaceBreakWithContinue|ReplaceContinueWithBreak"
    r"|ReplaceFalseWithTrue|ReplaceOrWithAnd|ReplaceTrueWithFalse|ReplaceUnaryOperator_Delete_(Not|USub)|ZeroIterationForLoop"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul|Mod_Mul)"
    r"|ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|Lt_(LtE|GtE)|LtE_(Lt|Gt)|Gt_(GtE|LtE)|GtE_(Gt|Lt)))|own/SwapWord"
)
#: Lines that say nothing of what is decided.
NOT_LINES = re.compile(r"@dataclasses\.dataclass|__test__ = ")
ENOUGH = 0.95


class SwapWord(Operator):
    """What Cosmic Ray lacks: `in` for `not in`, `any` for `all`, `min` for `max`, and the other way round."""

    OTHERS: t.ClassVar = {"in": "not in", "not in": "in", "any": "all", "all": "any", "min": "max", "max": "min"}

    def mutation_positions(self, node: t.Any) -> t.Iterator[t.Any]:
        compares = node.type != "name" and node.parent and node.parent.type == "comparison"
        calls = node.type == "name" and node.get_next_leaf().value == "("
        if (compares or calls) and self._word(node) in self.OTHERS:
            yield node.start_pos, node.end_pos

    def mutate(self, node: t.Any, index: int) -> t.Any:
        return parso.parse(node.get_first_leaf().prefix + self.OTHERS[self._word(node)])

    @classmethod
    def examples(cls) -> tuple[t.Any, ...]:
        return ()

    @staticmethod
    def _word(node: t.Any) -> str:
        return " ".join(node.get_code(include_prefix=False).split())


plugins.OPERATOR_PROVIDERS["own"] = {"SwapWord": SwapWord}


class Result(t.NamedTuple):
    """What became of a change."""

    file: str
    noticed: bool
    shown: str


def main() -> int:
    """Make the changes, one at a time in a copy; 0 if enough of them were noticed."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="only those of the files whose path holds this, such as _tasks or ids.py")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many of the changes, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (default: %(default)s)")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="processes, each with its copy (default: %(default)s)")
    options = parser.parse_args()
    os.chdir(Path(__file__).resolve().parents[1])
    files = sorted({path.as_posix() for pattern in FILES for path in Path().glob(pattern)} - set(NOT_FILES))
    files = [file for file in files if any(part in file for part in options.files or [""])]
    changes = [change for item in work_items(map(Path, files), {}) for change in item.mutations if _means_something(change)]
    if options.sample is not None:
        changes = random.Random(options.seed).sample(changes, min(options.sample, len(changes)))
    if not changes:
        parser.error("there is nothing to change")
    print(f"{len(changes)} changes in {len(files)} files", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as work:
        copies: multiprocessing.Queue[Path] = multiprocessing.Queue()
        for number in range(options.at_once):
            copies.put(shutil.copytree(".", Path(work, str(number), "ansible_collections/wallarm/fast"), ignore=shutil.ignore_patterns(".*", "__pycache__")))
        with concurrent.futures.ProcessPoolExecutor(options.at_once, initializer=_begin, initargs=(copies,)) as pool:
            tests = sorted({one for change in changes for one in _tests_of(change.module_path)})
            limits = dict(zip(tests, pool.map(_time_limit, tests)))
            results = []
            for result in pool.map(_result, changes, [limits] * len(changes)):
                results.append(result)
                if not result.noticed:
                    print(result.shown, flush=True)
    return _report(results, time.monotonic() - started)


def _means_something(change: MutationSpec) -> bool:
    line = change.module_path.read_text(encoding="utf-8").splitlines()[change.start_pos[0] - 1]
    return bool(CHANGES.fullmatch(change.operator_name)) and not NOT_LINES.search(line)


def _begin(copies: multiprocessing.Queue[Path]) -> None:
    copy = copies.get()
    os.chdir(copy)
    os.environ.update(dict.fromkeys(("PYTHONPATH", "ANSIBLE_COLLECTIONS_PATH"), str(copy.parents[2])))


def _tests_of(file: Path) -> list[tuple[str, ...]]:
    """What to run, one after another: the tests of the file, which notice most, of its package, and of modules or filters or the like.

    Helpers of the controller are tested by way of the filters that use them.
    """
    package = Path("tests/unit") / file.parent
    own = sorted(str(path) for name in ("", "_") for path in package.glob(f"test_{name}{file.stem}*.py"))
    filters = [Path("tests/unit/plugins/filter")] if "plugin_utils" in file.parts else []
    around = [str(path) for path in (package, *filters, Path("tests/unit", *file.parts[:2])) if path.is_dir()]
    return [tuple(own)] * bool(own) + [(path,) for path in dict.fromkeys(around)]


def _run(tests: tuple[str, ...], limit: float) -> tuple[TestOutcome, str]:
    outcome, output = run_tests(shlex.join([sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]), limit)
    if outcome is TestOutcome.INCOMPETENT:
        raise RuntimeError(output)
    return outcome, output


def _time_limit(tests: tuple[str, ...]) -> float:
    """Seconds that no run without a change would take. One with a change may never end."""
    began = time.monotonic()
    outcome, output = _run(tests, 600)
    if outcome is not TestOutcome.SURVIVED:
        raise RuntimeError(f"The tests fail before anything is changed.\n{output}")
    return 10 + 4 * (time.monotonic() - began)


def _result(change: MutationSpec, limits: dict[tuple[str, ...], float]) -> Result:
    file = change.module_path
    with use_mutation(file, plugins.get_operator(change.operator_name)(), change.occurrence) as (before, after):
        compile(after, file, "exec")  # Every test would notice what isn't Python.
        noticed = any(_run(tests, limits[tests])[0] is TestOutcome.KILLED for tests in _tests_of(file))
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:1] in "-+"]
    return Result(str(file), noticed, "\n".join([f"{file}:{change.start_pos[0]}: {change.operator_name.split('/')[1]}", *lines]))


def _report(results: list[Result], seconds: float) -> int:
    for file in sorted({result.file for result in results}):
        noticed = [result.noticed for result in results if result.file == file]
        print(f"{sum(noticed):4} of {len(noticed):3} noticed in {file}")
    share = sum(result.noticed for result in results) / len(results)
    print(f"{share:.1%} of {len(results)} changes noticed in {seconds:.0f} s; {ENOUGH:.0%} must be")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
