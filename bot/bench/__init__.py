"""Speed and memory on this machine, beside what sentence-transformers alone takes: `python -m bot.bench`."""
