"""What a clerk would refuse on a photo, and why.

``registry.CHECKS`` lists the checks; each has a file in ``checks/``. A check is a pure function of
``Evidence`` (pixels, landmarks, matte, file) and of what the authority ``Asked``; it answers pass,
fail, unsure or not assessed, with the number that it measured. ``report`` puts the answers
together, ``page`` prints them. Nothing here runs a network or knows how photos are made.
"""
