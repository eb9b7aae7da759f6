"""`python -m opengovai.cli`."""

from __future__ import annotations

from opengovai.cli import main

raise SystemExit(main())
