"""The practice centre: a whole city behind the same contract."""
