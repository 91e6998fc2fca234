"""What the tests of the language server share: an application of the bundled template."""

import os
import shutil
import subprocess

import pytest

DOSSIER = os.environ.get("DOSSIER") or shutil.which("dossier")


@pytest.fixture(scope="session")
def application(tmp_path_factory):
    """The folder of a new application."""
    base = tmp_path_factory.mktemp("dossier")
    settings = base / ".gitconfig"
    settings.write_text("[user]\n\tname = Ada Example\n\temail = ada@example.org\n")
    environment = dict(
        os.environ, HOME=str(base), GIT_CONFIG_GLOBAL=str(settings), GIT_CONFIG_NOSYSTEM="1"
    )
    subprocess.run(
        [DOSSIER, "new", "mine"], cwd=base, env=environment, check=True, capture_output=True
    )
    return base / "mine"
