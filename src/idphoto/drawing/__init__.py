"""Text and vector drawing; knows nothing of photos. The only room that imports skia."""
