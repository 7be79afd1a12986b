# Usage: open-report.sh FILE. Opens the report in the browser of a desktop session; does nothing without one.
if [ -n "${CI:-}" ]; then
    exit 0
elif [ "$(uname)" = Darwin ] && [ -z "${SSH_CONNECTION:-}" ]; then
    open "$1"
elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
    xdg-open "$1" >/dev/null 2>&1 &
fi
