"""The parts of the fictional sample that `scripts/build_sample.py` writes."""
