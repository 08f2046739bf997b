#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every message of the sources is translated, and the program finds the translation, installed locale or not.
set -euo pipefail
program=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
unset LANGUAGE LC_ALL LC_MESSAGES LANG
export XDG_CONFIG_HOME=$(mktemp -d)
trap 'rm -rf "$XDG_CONFIG_HOME"' EXIT

"$top/tools/messages" --check

failures=0
# says PATTERN COMMAND...: the command's output has a line that matches.
says() {
    local pattern=$1 out
    shift
    out=$(env "$@" 2>&1) || true
    grep -q "$pattern" <<<"$out" && return
    echo "FAILED: no “$pattern” from: $*"
    head -3 <<<"$out"
    failures=1
}
chinese=播放演讲录音
english='plays a recorded speech'
says "$chinese" LC_ALL=C.UTF-8 LANGUAGE=zh_CN "$program" help
says "$chinese" LC_ALL=zh_CN.UTF-8 "$program" help # most likely not installed
says "$chinese" LANG=zh_CN.UTF-8 "$program" help
says "$english" LANG=fr_FR.UTF-8 "$program" help
says "$english" LC_ALL=C "$program" help
says "$english" LC_ALL=C.UTF-8 "$program" help
says 请指定要播放的内容 LC_ALL=C "$program" play --language=zh
says 'Say what to play' LC_ALL=C.UTF-8 LANGUAGE=zh_CN "$program" play --language=en

mkdir "$XDG_CONFIG_HOME/earvoice"
printf '[earvoice]\nlanguage=zh\n' >"$XDG_CONFIG_HOME/earvoice/settings.ini"
says "$chinese" LC_ALL=C "$program" help
says 换一种布局 LC_ALL=C.UTF-8 "$program" help keys
says 界面语言 LC_ALL=C.UTF-8 "$program" help settings
says 'SubRip 字幕' LC_ALL=C.UTF-8 "$program" help formats
exit $failures
