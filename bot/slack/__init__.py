"""The Slack surface: translates in, calls the answerer, translates out."""
