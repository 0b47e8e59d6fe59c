"""What every test needs of its tools."""

import os
import shutil
import tempfile

from hypothesis import settings

pytest_plugins = ["tests.skips"]

# Shared machines pause for longer than hypothesis' deadline: a slow example is no failure.
settings.register_profile("kinerja", deadline=None, print_blob=True)
settings.load_profile("kinerja")

_FOLDER = tempfile.mkdtemp(prefix="kinerja-settings-")


def pytest_configure():
    """Master keys of tests go to a settings folder of their own, also those of the processes that tests start."""
    os.environ["XDG_CONFIG_HOME"] = _FOLDER
    for name in ("KINERJA_MASTER_KEY", "KINERJA_MASTER_KEY_FILE"):
        os.environ.pop(name, None)


def pytest_unconfigure():
    shutil.rmtree(_FOLDER, ignore_errors=True)
