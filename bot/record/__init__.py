"""What was asked and answered: durable, chained, searchable, erasable. `docs/record.md` says how it is kept."""
