"""Styled portraits from templates: dressed, lit and set before a studio's backdrop."""
