"""PicWish's two ID-photo APIs."""
