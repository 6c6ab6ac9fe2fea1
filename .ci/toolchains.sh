# Sourced by .ci/run: what the vendors' own client programs (tests/contracts) and the studio's page
# run with.
# What cannot be had is left out; the tests that need it skip and say so. Go, Java, C# and PHP are
# large: they are used where they are, and never installed.

add_node_package() {
    local folder="${XDG_CACHE_HOME:-$HOME/.cache}/idphoto/toolchains"
    command -v npm >/dev/null && [ ! -d "$folder/node_modules/request" ] || return 0
    mkdir -p "$folder"
    npm install --silent --no-audit --no-fund --prefix "$folder" request@2.88.2 >/dev/null 2>&1 ||
        echo "not to be had here: the npm package request" >&2
}

has_large_toolchain() {
    local command
    for command in php java go mcs; do
        ! command -v "$command" >/dev/null || return 0
    done
    return 1
}

# chromium: for the tests of the studio's page
add_packages "curl" "chromium"
add_node_package
