"""PostgreSQL as Django knows it, asked once a request less."""
