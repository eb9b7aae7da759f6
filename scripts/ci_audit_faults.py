"""Every fault at every file operation of the audit log's workload (some minutes).

python scripts/ci_audit_faults.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "system" / "test_audit_faults.py"

if __name__ == "__main__":
    environment = {**os.environ, "AUDIT_FAULTS": "full"}
    options = ["-q", "--no-header", "-o", "faulthandler_timeout=0"]
    command = [sys.executable, "-m", "pytest", *options, str(TESTS), *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)
