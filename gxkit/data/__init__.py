"""Data files of gxkit; ``NOTICE.md`` names their origin and licence."""
