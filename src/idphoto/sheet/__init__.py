"""Lay out photos on paper and draw the sheet. Knows pixels, millimetres and papers; no faces."""
