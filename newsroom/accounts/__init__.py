"""Who may log in. Floor: knows no domain and imports nothing of the project."""
