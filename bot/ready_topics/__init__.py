"""Topics that Rolecall knows sentences of, so that an organisation need only name them."""
