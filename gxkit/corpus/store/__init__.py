"""A corpus on disk: a folder of Parquet parts and a manifest that names those that count."""

from __future__ import annotations
