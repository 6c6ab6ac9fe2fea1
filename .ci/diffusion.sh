# Sourced by .ci/run: the libraries of the extra `diffusion`, for the tests of the generative
# renderer. Only where the package index has torch's CPU build: the other one takes gigabytes.

DIFFUSION=("torch==2.13.0" diffusers transformers accelerate)

# The index would bring the graphics card's libraries along.
is_large() {
    .venv/bin/python -m pip install --dry-run --quiet --report - \
        --constraint requirements.lock "${DIFFUSION[@]}" 2>/dev/null |
        grep -qE '"name": "(nvidia-|triton)' || [ "${PIPESTATUS[0]}" != 0 ]
}

add_diffusion() {
    ! .venv/bin/python -c 'import diffusers, torch, transformers' 2>/dev/null || return 0
    ! is_large && .venv/bin/python -m pip install --quiet --constraint requirements.lock \
        "${DIFFUSION[@]}" >/dev/null 2>&1
}

make install && { add_diffusion || echo "not to be had here: torch's CPU build and diffusers" >&2; }
