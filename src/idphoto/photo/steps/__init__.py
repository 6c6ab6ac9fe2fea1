"""The steps of an ID photo, one per file; ``photo/pipeline.py`` lists them in order."""
