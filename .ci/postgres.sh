# Sourced by .ci/run: a throw-away PostgreSQL for the tests that need one.
# Where none can be had, those tests skip and say so.

postgres_programs() {
    local initdb
    initdb=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
    [ -n "$initdb" ] && dirname "$(readlink -f "$initdb")"
}

# PostgreSQL refuses to run as root.
unprivileged() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u nobody -- "$@")
    else
        "$@"
    fi
}

start_postgres() {
    local programs port
    programs=$(postgres_programs) || { add_packages postgresql && programs=$(postgres_programs); } ||
        return 1
    pg_folder=$(mktemp -d) || return 1
    pg_ctl=$programs/pg_ctl
    trap stop_postgres EXIT
    [ "$(id -u)" != 0 ] || chown nobody "$pg_folder"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])') &&
        unprivileged "$programs/initdb" -D "$pg_folder/data" -U idphoto -A trust -E UTF8 -N >/dev/null &&
        unprivileged "$pg_ctl" start -D "$pg_folder/data" -l "$pg_folder/log" -w -s -o "-p $port \
            -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" || return 1
    export IDPHOTO_TEST_POSTGRES_URL="postgresql+psycopg://idphoto@127.0.0.1:$port/postgres"
}

stop_postgres() {
    unprivileged "$pg_ctl" stop -D "$pg_folder/data" -m immediate -s 2>/dev/null || true
    rm -rf "$pg_folder"
}

[ -n "${IDPHOTO_TEST_POSTGRES_URL:-}" ] || start_postgres ||
    echo "not to be had here: PostgreSQL" >&2
