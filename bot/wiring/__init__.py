"""Where the parts are put together, one file for each of the things that are: `bot.main` names them all."""
