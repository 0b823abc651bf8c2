"""``python -m gxkit.cli``, for where the installed script is not on the path."""

from __future__ import annotations

from gxkit.cli import main

if __name__ == "__main__":
    main()
