"""Notices to PDF."""
