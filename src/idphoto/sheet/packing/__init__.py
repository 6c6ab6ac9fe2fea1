"""Pack rectangles: how many photos fit on a sheet, and where. The door is ``layout.py``.

``problem`` states the task in numbers, ``pack`` lays equal pieces, ``mixing`` pieces of several
sizes, ``inserting`` adds a label and a QR code, ``refusals`` reports what does not fit. All lengths
are integers. See docs/adr/0011-packing.md.
"""
