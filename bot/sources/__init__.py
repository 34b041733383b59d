"""Documents from elsewhere: git repositories and whatever fsspec reaches, each mirrored into a local folder.

A source is read whole or not at all. One that fails leaves its last good mirror in use, and that is said: no document
goes because a network did.
"""
