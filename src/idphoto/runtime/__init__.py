"""The port that networks run behind; each engine has a folder of its own."""
