"""Jianjian · 件件: the desk application of a city's service hall."""

__version__ = "0.1.0"
