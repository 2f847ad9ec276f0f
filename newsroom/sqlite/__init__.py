"""SQLite as Django knows it, with writers that stand in line."""
