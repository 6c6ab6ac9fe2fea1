"""Cut-outs by others and by this product, measured side by side on the same composites.

Each runs in a process of its own, which reads pictures' paths from its standard input. Modules
named ``…_worker`` and ``widen`` must not import more than the environment they run in has.
"""
