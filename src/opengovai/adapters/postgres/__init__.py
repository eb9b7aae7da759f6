"""PostgreSQL 13 or newer behind `Journal`, `KeyStore` and `PassageStore` (extra: `postgres`)."""
