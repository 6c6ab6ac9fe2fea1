"""A cluster with a long queue, its nodes and servers in processes of their own."""
