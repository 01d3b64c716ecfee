"""The law of a case: pure functions over frozen types. Knows no Qt, SQL, HTTP or wall clock."""
