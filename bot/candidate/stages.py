"""What building a candidate and trying it goes through, in words for people, and how much is tried."""

STAGES = {
    "sources": "Looking at sources",
    "model": "Making the model ready",
    "reading": "Reading documents",
    "embedding": "Embedding passages",
    "asking": "Asking questions",
}
QUESTIONS = 200  # those asked most often, with which a candidate is tried unless somebody says how many
