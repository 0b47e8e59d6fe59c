"""`python -m kinerja_es` is the `kinerja` command."""

from kinerja_es.cli.main import main

if __name__ == "__main__":
    main()
