"""PostgreSQL 13 or newer behind the ports `Journal` and `KeyStore` (extra: `postgres`)."""
