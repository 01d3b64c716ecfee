"""What the desk has of the machine it runs on: paths, settings, policy, journal, one instance."""
