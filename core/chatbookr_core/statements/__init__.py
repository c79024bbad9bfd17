"""The statements of Tortoise's queries, written once for each shape: `docs/adr/0023-remembered-statements.md`."""
