"""What every test needs of its tools."""

from hypothesis import settings

pytest_plugins = ["tests.skips"]

# Shared machines pause for longer than hypothesis' deadline: a slow example is no failure.
settings.register_profile("kinerja", deadline=None, print_blob=True)
settings.load_profile("kinerja")
