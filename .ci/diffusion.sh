# Sourced by .ci/run: the libraries of the extra `diffusion`, for the tests of the generative
# renderer. Only where the package index has torch's CPU build: the other one takes gigabytes.

DIFFUSION=("torch==2.13.0" diffusers transformers accelerate)

# The index would bring the graphics card's libraries along.
is_large() {
    .venv/bin/python -m pip install --dry-run --quiet --report - \
        --constraint requirements.lock "${DIFFUSION[@]}" 2>/dev/null |
        grep -qE '"name": "(nvidia-|triton)' || [ "${PIPESTATUS[0]}" != 0 ]
}

# Asking the index takes half a minute: a refusal is remembered until .venv is installed anew.
add_diffusion() {
    local refused=.venv/.no-diffusion
    ! is_installed || return 0
    [ ! "$refused" -nt .venv/.ready ] || return 1
    ! is_large && .venv/bin/python -m pip install --quiet --constraint requirements.lock \
        "${DIFFUSION[@]}" >/dev/null 2>&1 || { touch "$refused"; return 1; }
}

# Found, not imported: that alone takes ten seconds.
is_installed() {
    .venv/bin/python -c 'from importlib.util import find_spec as found
raise SystemExit(not all(map(found, ("diffusers", "torch", "transformers"))))'
}

make install && { add_diffusion || echo "not to be had here: torch's CPU build and diffusers" >&2; }
