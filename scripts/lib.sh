# Sourced by the other scripts: where tools and build results live, and how stages are told.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Outside of the clone, so that a fresh clone starts warm.
export EWELISTS_CACHE="${EWELISTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ewelists}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$EWELISTS_CACHE/target}"
export PATH="$EWELISTS_CACHE/tools/bin:$PWD/end2end/node_modules/.bin:$HOME/.cargo/bin:$PATH"
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-always}"
# The one without windows is a third quicker.
CHROMIUM="${CHROMIUM:-$(command -v chromium-headless-shell || echo /usr/bin/chromium)}"
export CHROMIUM

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# The version of a crate in Cargo.lock.
locked() {
    awk -v crate="$1" '$1 == "name" { name = $3 } $1 == "version" && name == "\"" crate "\"" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

# Everything that is not cargo's: pages' scripts, styles and pictures, with hashed names, for a release
# compressed beforehand. The server looks for hash.txt beside itself, whatever profile it was built with.
build_site() { # build_site [--release]
    cargo leptos build --frontend-only --precompress "$@" || return
    local from=debug
    [ "${1:-}" = --release ] && from=release
    for to in debug release fast; do
        if [ "$to" != "$from" ] && [ -d "$CARGO_TARGET_DIR/$to" ]; then
            cp "$CARGO_TARGET_DIR/$from/hash.txt" "$CARGO_TARGET_DIR/$to/hash.txt"
        fi
    done
}

# The server and all tests in one selection of packages and features. Another selection would make
# cargo build the database a second time.
build_native() { cargo build --bins --tests; }

# What clippy finds. Without the lint that counts slashes: it looks up the line of each item, and the file
# of the words, which is made, has one line of megabytes. That took eight minutes.
lint() { # lint ARGUMENTS...
    cargo clippy "$@" --quiet -- -D warnings -A clippy::four_forward_slashes
}
