"""The real reports that stand beside the project, by the stem of their files."""

import pytest

SEEDS = (
    "000_621bbdaa7d30ca1a",
    "001_160338e860ad8002",
    "002_df23897d6af63ae1",
    "003_060f0141c8a1166a",
    "004_127677add7ccf978",
)
every_seed = pytest.mark.parametrize("stem", SEEDS)
