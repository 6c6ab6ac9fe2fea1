"""One check in each file: what it measures, its limits and why they lie there, and its sentences.

How often each errs is measured, and stands in ``error_rates.json`` alone.
"""
