"""Where the head stands on the photo: constraints, and the crop that meets them."""
