# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by tools/run, tools/test and tools/bench: install_packages PURPOSE... installs what is missing.

install_packages() {
    local list missing=() package purpose
    list=$(dirname "${BASH_SOURCE[0]}")/packages
    for purpose in "$@"; do
        while read -r package; do
            dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
                missing+=("$package")
        done < <(awk -v purpose="$purpose" '$1 == purpose { print $2 }' "$list")
    done
    [ ${#missing[@]} -eq 0 ] && return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "As root, run: apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "earvoice needs these Debian packages to ${*}: ${missing[*]}"
    echo "Installing them with apt-get${as_root[0]:+ through sudo}."
    "${as_root[@]}" apt-get update -q &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}
