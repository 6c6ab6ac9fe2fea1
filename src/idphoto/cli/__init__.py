"""The command line: one file or folder per command, a folder for each large group."""
