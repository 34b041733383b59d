"""Watching the documents: a change of them leads to a new candidate, and to publishing only where that was chosen."""
