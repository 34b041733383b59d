"""The tables of the record as they were made and changed, in order; `run.upgrade` brings a database up to date."""
