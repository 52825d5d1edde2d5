"""The store: its schema, migrations, tables, and the bodies of what was fetched."""
