"""The person's matte: the segmenter says who, the detail network and the picture say where."""
