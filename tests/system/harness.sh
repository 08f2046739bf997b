# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the tests that use the program as a person does: a display and a sound server of their own,
# keys pressed, the screen and the loudspeaker looked at. Ends only what it started.
set -euo pipefail

program=$1   # the program under test
tests=$2     # this folder's parent
tools=$3     # where monitor and sync were built
work=$(mktemp -d)
started=()
export HOME=$work/home XDG_RUNTIME_DIR=$work/run XDG_CONFIG_HOME=$work/home/config
export XDG_CACHE_HOME=$work/home/cache XDG_DATA_HOME=$work/home/data LC_ALL=C.UTF-8 LANGUAGE=C
export FONTCONFIG_FILE=$tests/fonts.conf
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

finish() {
    local code=$? pid
    for pid in "${started[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    [ $code -eq 0 ] || [ $code -eq 77 ] || for log in "$work"/*.err; do
        [ -s "$log" ] && echo "== $log" && tail -20 "$log"
    done
    rm -rf "$work"
    exit $code
}
trap finish EXIT

fail() { echo "FAILED: $*"; exit 1; }

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
    done
}

# await SECONDS COMMAND...: until COMMAND succeeds, which is asked twenty times a second.
await() {
    local until=$((SECONDS + $1)); shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.05
    done
}

# A display of WIDTHxHEIGHT, at a number that the server finds free. It would start afresh when the last window
# goes, and refuse the next one meanwhile.
start_display() {
    Xvfb -displayfd 3 -screen 0 "${1:-1280x720}x24" -nolisten tcp -noreset 3>"$work/display" 2>"$work/xvfb.err" &
    started+=($!)
    await 20 test -s "$work/display" || fail "no display"
    export DISPLAY=:$(tr -d '\n' <"$work/display")
}

# A sound server whose loudspeaker "spk" goes nowhere, recorded with low delay. RATE: its own.
start_sound() {
    export PULSE_SERVER=unix:$work/sound SDL_AUDIODRIVER=pulseaudio
    pulseaudio -n --log-level=debug --daemonize=no --exit-idle-time=-1 --use-pid-file=no --log-target=file:"$work/pulse.log" \
        -L "module-native-protocol-unix auth-anonymous=1 socket=$work/sound" \
        -L "module-null-sink sink_name=spk rate=${1:-48000} channels=1 format=float32le" 2>"$work/pulse.err" &
    pulse=$!
    started+=($pulse)
    await 20 pactl info || fail "no sound server"
}

# Records the loudspeaker to spk.raw, with spk.index saying when each piece came.
record_speaker() {
    rm -f "$work/spk.index"
    parec --raw --latency-msec=10 --format=float32le --rate="${1:-48000}" --channels=1 -d spk.monitor \
        2>"$work/parec.err" | "$tools/monitor" "$work/spk.index" >"$work/spk.raw" &
    recorder=$!
    started+=($recorder)
    await 20 test -s "$work/spk.index" || fail "the loudspeaker cannot be recorded"
}

stop_recording() {
    pkill -TERM -P $$ -x parec || true
    wait $recorder || true
}

# Starts the program in the background; its log of scenes is $work/scenes.
launch() {
    : >"$work/scenes"
    "$program" --scene-log "$work/scenes" "$@" >"$work/program.out" 2>"$work/program.err" &
    player=$!
    started+=($player)
}

# Its own: that of the program before may not be gone yet.
find_window() { window=$(xdotool search --all --onlyvisible --pid $player --class earvoice 2>/dev/null | head -1) && [ -n "$window" ]; }
ended() { ! kill -0 $player 2>/dev/null; }
await_window() {
    local until=$((SECONDS + 30)) code=0
    until find_window; do
        ended && { wait $player || code=$?; fail "it ended with $code before there was a window"; }
        [ $SECONDS -lt $until ] || fail "no window; the terminal says: $(head -5 "$work/program.out")"
        sleep 0.05
    done
}
press() { xdotool key --window "$window" "$@"; }

# The segment of the last scene logged, and its time in microseconds.
last_segment() { tail -1 "$work/scenes" | cut -d' ' -f3; }
last_us() { tail -1 "$work/scenes" | cut -d' ' -f2; }
last_state() { tail -1 "$work/scenes" | cut -d' ' -f4; }
is() { [ "$(last_state)" = "$1" ]; }
await_state() { await "${2:-10}" is "$1" || fail "it is not $1: $(tail -3 "$work/scenes")"; }
# Whether any line of the log says this message.
said() { cut -d' ' -f5- "$work/scenes" | grep -q "$1"; }
shows() { [ "$(last_segment)" = "$1" ]; }
await_segment() { await "${2:-20}" shows "$1" || fail "sentence $1 is not shown: $(tail -3 "$work/scenes")"; }

# quit [SECONDS]: ends the program by its key, within 5 s.
quit() {
    press q 2>/dev/null || true
    xdotool keyup q # the window may be hidden before the key comes up: it would stay down for the next one
    local until=$((SECONDS + ${1:-5}))
    until ended; do
        [ $SECONDS -lt $until ] ||
            fail "it does not quit: $(tail -1 "$work/scenes"); threads: $(head -q -n 1 /proc/$player/task/*/comm | tr '\n' ' ')"
        sleep 0.05
    done
    wait $player || fail "it returned $?: $(cat "$work/program.err")"
}
