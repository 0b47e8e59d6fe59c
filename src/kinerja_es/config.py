"""Settings: one documented place. On the command line each is an option, and an environment variable KINERJA_..."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from kinerja_es.errors import LogUrlInvalid

DEFAULT_LOG = "sqlite:///kinerja.db"


@dataclass(frozen=True)
class Settings:
    """What a process of this service needs to know."""

    log_url: str = DEFAULT_LOG
    """Where the log lives: sqlite:///relative/path.db or sqlite:////absolute/path.db. See `kinerja init`."""
    timezone: str = "Asia/Jakarta"
    """The government's time zone (WIB Asia/Jakarta, WITA Asia/Makassar, WIT Asia/Jayapura): what "today" is."""
    master_key_file: Path | None = None
    """The master key's file; without one the user's own settings folder, `~/.config/kinerja/<log id>.key`."""
    master_key: str | None = field(default=None, repr=False)
    """The master key itself, in base64, from the environment alone: an option would show it to every other user."""
    master_key_beside: bool = False
    """Whether the master key may lie beside the log: for the demo."""
    projections: Path | None = None
    """The folder of the government's own read models, beside those that come with the service."""
    max_upload_bytes: int = 100 * 1024 * 1024
    """The largest file that HTTP takes."""

    @property
    def log_path(self) -> Path:
        """The log's file."""
        url = urlsplit(self.log_url)
        path = unquote(url.path.removeprefix("/"))
        if url.scheme != "sqlite" or url.netloc or not path or url.query:
            raise LogUrlInvalid(field="log", value=self.log_url)
        return Path(path)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
