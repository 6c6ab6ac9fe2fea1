# Sourced by .ci/run: what the drawing library links to, and fonts for the scripts in the tests.
# Tests of a script that no font has skip and say so.

add_packages \
    "libegl1 libgl1 libexpat1" \
    "fontconfig fonts-dejavu-core" \
    "fonts-noto-core" \
    "fonts-noto-cjk" \
    "fonts-ocr-b"
