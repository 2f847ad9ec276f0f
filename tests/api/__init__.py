"""What the API promises, tested at HTTP."""
