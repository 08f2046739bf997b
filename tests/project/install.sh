#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed works where it was installed to: install.sh CMAKE BUILD CC [CC's FLAGS]...
# The program finds its files, and another program can be built with the library.
set -euo pipefail
cmake=$1 build=$2 cc=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
unset LANGUAGE LC_ALL LC_MESSAGES LANG PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

prefix=$work/usr
"$cmake" --install "$build" --prefix "$prefix" >"$work/installed"
cd "$work"

for file in bin/earvoice share/earvoice/demo.vtt share/earvoice/demo.opus share/doc/earvoice/COPYING \
    share/doc/earvoice/README.md share/locale/zh_CN/LC_MESSAGES/earvoice.mo \
    share/applications/org.earvoice.Earvoice.desktop share/metainfo/org.earvoice.Earvoice.metainfo.xml \
    share/icons/hicolor/scalable/apps/org.earvoice.Earvoice.svg share/mime/packages/org.earvoice.Earvoice.xml; do
    [ -s "$prefix/$file" ] || fail "$file is not installed"
done

# The program, from its new place.
earvoice=$prefix/bin/earvoice
LC_ALL=zh_CN.UTF-8 "$earvoice" help | grep -q 播放演讲录音 || fail "its catalogue is not found"
ln -s "$earvoice" earvoice
SDL_AUDIODRIVER=dummy timeout 60 ./earvoice demo --text --start=1:22 </dev/null >demo.out 2>&1 ||
    fail "it does not play the demo: $(cat demo.out)"
grep -q 谢谢大家 demo.out || fail "the demo has no text: $(cat demo.out)"
./earvoice render "$prefix/share/earvoice/demo.vtt" --at 12 -o frame.png || fail "it does not draw"

# The library: its headers stand alone, and a program that reads a file can be built from what pkg-config says.
export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name earvoice.pc)")
read -ra flags < <(pkg-config --cflags earvoice)
read -ra libraries < <(pkg-config --libs earvoice)
[ "$(pkg-config --modversion earvoice)" = "$("$earvoice" version | awk 'NR == 1 { print $2 }')" ] ||
    fail "pkg-config names another version"
for header in "$prefix"/include/earvoice/*.h; do
    echo "#include <earvoice/${header##*/}>" >header.c
    "$cc" "$@" -std=c11 -Wall -Wextra -Werror -fsyntax-only header.c "${flags[@]}" || fail "${header##*/} does not stand alone"
done
"$cc" "$@" -std=c11 -Wall -Wextra -Werror "$here/reader.c" -o reader "${flags[@]}" "${libraries[@]}" || fail "it does not link"
LC_ALL=C ./reader "$prefix/share/earvoice/demo.vtt" 1:22 >reader.out || fail "the reader fails"
grep -qx '15 sentences, recording found' reader.out || fail "the reader said: $(cat reader.out)"
grep -qx '谢谢大家。 Thank you.' reader.out || fail "the reader said: $(cat reader.out)"

for file in "$prefix"/share/applications/*.desktop; do
    ! command -v desktop-file-validate >/dev/null || desktop-file-validate "$file" || fail "$file"
done
for file in "$prefix"/share/metainfo/*.xml; do
    ! command -v appstreamcli >/dev/null || appstreamcli validate --no-net "$file" || fail "$file"
done
