"""What several rooms' tests share. The tests of ``app/support`` are in ``tests/doctor``."""
