#!/bin/sh
# Gates a daemon on compatibility: verifies it with every golden and, if asked to, with the real Python tests. The GitHub
# action and the GitLab template beside this file call it, and so can anything else that has Node 20 and a shell.
#
#   GATE_COMMAND='my-daemon --port {port}' sh ci/gate.sh
#
# Settings, all from the environment:
#   GATE_COMMAND      shell command that starts the daemon; {port} becomes a free port of 127.0.0.1. Either this ...
#   GATE_ADDRESS      ... or HOST:PORT of a daemon that runs already and holds no work specs
#   GATE_ALLOW_CLEAR  true: the daemon at the address may lose the work specs that it holds
#   GATE_LEVEL        python, ordered or bytes (default: ordered, or what the peer's list is for)
#   GATE_PEER         name of a known daemon whose listed divergences, and no others, are expected
#   GATE_CASES        ids and globs of cases, with blanks between them (default: all)
#   GATE_PYTHON       no (default); yes: the real Python tests where there is a Python 2.7 or Jython; required: fail without
#   GATE_REPORTS      folder for the reports (default: coordinate-reports)
#
# Exit code, as that of coordinate-conformance: 0 all as expected, 1 divergence, 2 wrong usage, 3 could not be measured.
set -u

fail() {
  echo "gate: $1" >&2
  exit 2
}

root=$(cd "$(dirname "$0")/.." && pwd)
command=${GATE_COMMAND:-}
address=${GATE_ADDRESS:-}
python=${GATE_PYTHON:-no}
reports=${GATE_REPORTS:-coordinate-reports}

if [ -n "$command" ] && [ -n "$address" ]; then fail "set GATE_COMMAND or GATE_ADDRESS, not both"; fi
if [ -z "$command$address" ]; then fail "set GATE_COMMAND or GATE_ADDRESS: what is to be verified?"; fi
case $python in no | yes | required) ;; *) fail "GATE_PYTHON must be no, yes or required, not '$python'" ;; esac
case ${GATE_ALLOW_CLEAR:-} in '' | true | false) ;; *) fail "GATE_ALLOW_CLEAR must be true or false" ;; esac

# From a checkout the tool is built first; an installed package brings it along.
if [ ! -f "$root/dist/conformance/main.js" ]; then
  npm --prefix "$root" run --silent build >&2 || exit 3
fi
mkdir -p "$reports" || exit 3

# tool COMMAND NAME OPTION...: runs one command against the daemon, with reports called NAME.
tool() {
  job=$1
  name=$2
  shift 2
  set -- "$@" --report pretty --report "junit=$reports/$name.xml" --report "json=$reports/$name.json" \
    --report "html=$reports/$name.html"
  if [ "${GITHUB_ACTIONS:-}" = true ]; then set -- "$@" --report github; fi
  if [ -n "$address" ]; then set -- "$@" --address "$address"; fi
  if [ "${GATE_ALLOW_CLEAR:-}" = true ]; then set -- "$@" --allow-clear; fi
  if [ -n "$command" ]; then set -- "$@" -- sh -c "$command"; fi
  node "$root/dist/conformance/main.js" "$job" "$@"
}

goldens() {
  set -f
  # Blanks separate cases; their stars are the tool's business.
  # shellcheck disable=SC2086
  set -- ${GATE_CASES:-}
  set +f
  if [ -n "${GATE_LEVEL:-}" ]; then set -- "$@" --compare "$GATE_LEVEL"; fi
  if [ -n "${GATE_PEER:-}" ]; then set -- "$@" --peer "$GATE_PEER"; fi
  tool run goldens "$@"
}

goldens
verdict=$?

if [ "$python" != no ]; then
  if [ "$python" = required ]; then set -- --require-python; else set --; fi
  tool python python "$@"
  code=$?
  if [ "$python" = yes ] && [ "$code" -eq 2 ]; then
    echo "gate: no Python test ran" >&2
    code=0
  fi
  # A divergence is worth more than that something else could not be measured.
  if [ "$verdict" -eq 0 ] || [ "$code" -eq 1 ]; then verdict=$code; fi
fi
exit "$verdict"
