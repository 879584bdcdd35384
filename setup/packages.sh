# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./try and ./test: installs the Debian packages that are missing, and only those.

build_packages="gcc libc6-dev cmake ninja-build libglpk-dev libsuitesparse-dev libgsl-dev \
libcjson-dev libcsv-dev uthash-dev nettle-dev"
test_packages="$build_packages g++ libcunit1-dev pkg-config python3 python3-jsonschema glpk-utils coinor-cbc valgrind \
chromium poppler-utils clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14"

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The words of "$1" that are no installed package.
missing_packages() {
    for package in $1; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "This needs root to install packages: run it as root, or install sudo." >&2
        return 1
    fi
}

# Installs what is missing of the packages in "$1".
install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "No apt-get here: this script sets up Debian 12. Elsewhere, install by hand: $1" >&2
        return 1
    fi
    missing=$(missing_packages "$1")
    [ -n "$missing" ] || return 0
    echo "Installing: $missing"
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update ||
        ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing </dev/null; then
        echo "Could not install: $missing" >&2
        echo "Is this machine online, and are its package sources right (apt-get update)?" >&2
        return 1
    fi
}
