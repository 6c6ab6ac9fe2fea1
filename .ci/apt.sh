# Sourced by .ci/run: Debian packages, where there is an apt-get that may install them.

quiet_apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null >/dev/null 2>&1
}

are_installed() {
    # shellcheck disable=SC2016 # dpkg fills it in
    [ "$(dpkg-query --show --showformat '${db:Status-Status}\n' "$@" 2>/dev/null |
        grep -cx installed)" = $# ]
}

# Each argument names packages that are of use together. What cannot be had is said and left out.
add_packages() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 0
    local line packages
    for line in "$@"; do
        read -ra packages <<<"$line"
        ! are_installed "${packages[@]}" || continue
        [ -n "${apt_updated:-}" ] || quiet_apt update || true
        apt_updated=yes
        quiet_apt install --yes --no-install-recommends "${packages[@]}" ||
            echo "not to be had here: $line" >&2
    done
}
