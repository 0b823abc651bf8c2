"""Run first in each page with code: a folder of its own that shows ``corpus/``, and sharp figures.

Pages speak of the paths that a reader in the repository has; what they write vanishes with them.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython

root = Path(__file__).resolve().parents[2]
# Kept by its name, so that the folder lives as long as the kernel.
folder: Any = tempfile.TemporaryDirectory(prefix="gxkit-docs-")
os.chdir(folder.name)
Path("corpus").symlink_to(root / "corpus")
shell: Any = get_ipython()
shell.user_ns["_folder"] = folder
shell.run_line_magic("config", "InlineBackend.figure_formats = ['retina']")
pd.options.display.max_rows = 12
pd.options.display.precision = 3
