"""What helps IT: the doctor, the diagnosis, and a centre held against the contract."""
