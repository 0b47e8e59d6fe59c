"""The personnel record of one government: every decision about an official, when it holds and by whose SK."""

from importlib.metadata import version

__version__ = version("kinerja-es")
