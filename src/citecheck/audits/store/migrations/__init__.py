"""How the store's tables came to be, one numbered step a file; Alembic runs them."""
