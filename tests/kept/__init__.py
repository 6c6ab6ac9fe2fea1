"""What is dear to make and the same in each run, kept on disk between them."""
