"""Print sheets: photos on paper. Knows pixels, millimetres and papers; nothing of faces."""
