# Sourced by .ci/run: what the vendors' own client programs run with (tests/contracts).
# What cannot be had is left out; the tests that need it skip and say so.

# Debian's packages, those of one language a line.
TOOLCHAINS=(
    "curl"
    "php-cli php-curl"
    "golang-go"
    "default-jdk-headless libokhttp-java libandroid-json-org-java"
    "mono-mcs mono-runtime libmono-system-net-http4.0-cil libmono-microsoft-csharp4.0-cil libnewtonsoft-json5.0-cil"
)

# The pages' Node programs call with the npm package `request`.
add_node_package() {
    local folder="${XDG_CACHE_HOME:-$HOME/.cache}/idphoto/toolchains"
    command -v npm >/dev/null && [ ! -d "$folder/node_modules/request" ] || return 0
    mkdir -p "$folder"
    npm install --silent --no-audit --no-fund --prefix "$folder" request@2.88.2 >/dev/null 2>&1 ||
        echo "not to be had here: the npm package request" >&2
}

add_packages "${TOOLCHAINS[@]}"
add_node_package
