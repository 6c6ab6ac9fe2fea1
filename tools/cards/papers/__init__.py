"""Documents that are no identity card's portrait side: what a reader has to tell apart.

All are drawn after public descriptions of what stands on them, none after a measured one: order
and wording of the fields can be relied on more than their places. Emblems, chips and stamps are
made up, and every document says SPECIMEN.
"""
