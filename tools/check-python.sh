# Usage: check-python.sh [PYTHON]. Says what to do when there is no Python 3.11 or newer, or it cannot make a venv.
if [ -z "$1" ] || ! command -v "$1" >/dev/null; then
    echo "Allegata needs Python 3.11 or newer, and none was found${1:+ as $1}." >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3 venv" >&2
    exit 1
fi
version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || exit 1
if ! "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Allegata needs Python 3.11 or newer, and $1 is $version. Name another: make PYTHON=python3.12 venv" >&2
    exit 1
fi
if ! "$1" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "Python $version cannot make virtual environments here. On Debian or Ubuntu:" >&2
    echo "    apt-get install python3-venv python$version-venv" >&2
    exit 1
fi
