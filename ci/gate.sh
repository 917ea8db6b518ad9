#!/bin/sh
# Gates a daemon on compatibility: verifies it with every golden and, if asked to, with the real Python tests. The GitHub
# action and the GitLab template beside this file call it, and so can anything else that has Node 20 and a shell.
#
#   GATE_COMMAND='exec my-daemon --port {port}' sh ci/gate.sh
#
# Settings, all from the environment. What is to be verified:
#   GATE_COMMAND        shell command that starts the daemon; {port} becomes a free port of 127.0.0.1. With `exec` before it
#                       the shell becomes the daemon, so that signals reach the daemon. Either this ...
#   GATE_ADDRESS        ... or HOST:PORT of a daemon that runs already and holds no work specs
#   GATE_ALLOW_CLEAR    true: the daemon at the address may lose the work specs that it holds
#   GATE_FRESH          true: the command is started anew for each case
#   GATE_JOBS           how many daemons of the command play at once (default: 8)
#   GATE_START_TIMEOUT  seconds until the daemon answers at first (default: 20)
#   GATE_TIMEOUT        seconds for one reply (default: 5)
# With what:
#   GATE_SUITE          a frozen suite, 0.1: an upgrade of the tool changes no verdict (default: all cases there are)
#   GATE_CASES          ids and globs of cases, with blanks between them (default: all)
#   GATE_SKIP           ids and globs of cases that are left out, with blanks between them
#   GATE_GOLDENS        a folder with goldens of your own, instead of the tool's
#   GATE_VARY           true: every case in other shapes too, cut, pipelined, in other encodings
#   GATE_PYTHON         no (default); yes: the real Python tests where there is a Python 2.7 or Jython; required: fail without
#   GATE_TESTS          which of them: core (default), workers, scenarios, commands, programs, or several with commas, or all
#   GATE_CLIENTS        which versions of the client, with blanks between them: 0.1.5 (default), a source tree, a wheel, a URL
# What counts:
#   GATE_LEVEL          python, ordered or bytes (default: ordered, or what the list of divergences is for)
#   GATE_ERRORS         any, kind or exact (default): how strictly answers that fail are compared
#   GATE_REQUIRE        core, documented or edge: only cases up to this tier decide
#   GATE_WITHOUT        features that the daemon does not offer, with commas between them
#   GATE_EXPECT         file of known divergences: these, and no others, are expected
#   GATE_PEER           name of a known daemon whose listed divergences, and no others, are expected
#   GATE_BAIL           so many cases that fail end the run
#   GATE_REPORTS        folder for the reports (default: coordinate-reports)
#
# On GitHub it annotates, writes the summary of the job, and sets the outputs passed, failed, skipped, exit-code and reports.
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
case ${GATE_FRESH:-} in '' | true | false) ;; *) fail "GATE_FRESH must be true or false" ;; esac
case ${GATE_VARY:-} in '' | true | false) ;; *) fail "GATE_VARY must be true or false" ;; esac

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
  if [ -n "${GATE_START_TIMEOUT:-}" ]; then set -- "$@" --start-timeout "$GATE_START_TIMEOUT"; fi
  if [ -n "$address" ]; then set -- "$@" --address "$address"; fi
  if [ "${GATE_ALLOW_CLEAR:-}" = true ]; then set -- "$@" --allow-clear; fi
  if [ "${GATE_FRESH:-}" = true ]; then set -- "$@" --fresh; fi
  if [ -n "$command" ]; then set -- "$@" -- sh -c "$command"; fi
  node "$root/bin/coordinate-conformance.cjs" "$job" "$@"
}

goldens() {
  # Blanks separate cases; their stars are the tool's business.
  set -f
  # shellcheck disable=SC2086
  set -- ${GATE_CASES:-}
  for case in ${GATE_SKIP:-}; do set -- "$@" --skip "$case"; done
  set +f
  if [ -n "${GATE_SUITE:-}" ]; then set -- "$@" --suite "$GATE_SUITE"; fi
  if [ -n "${GATE_GOLDENS:-}" ]; then set -- "$@" --goldens "$GATE_GOLDENS"; fi
  if [ "${GATE_VARY:-}" = true ]; then set -- "$@" --vary; fi
  if [ -n "${GATE_LEVEL:-}" ]; then set -- "$@" --compare "$GATE_LEVEL"; fi
  if [ -n "${GATE_ERRORS:-}" ]; then set -- "$@" --errors "$GATE_ERRORS"; fi
  if [ -n "${GATE_REQUIRE:-}" ]; then set -- "$@" --require "$GATE_REQUIRE"; fi
  if [ -n "${GATE_WITHOUT:-}" ]; then set -- "$@" --without "$GATE_WITHOUT"; fi
  if [ -n "${GATE_EXPECT:-}" ]; then set -- "$@" --expect "$GATE_EXPECT"; fi
  if [ -n "${GATE_PEER:-}" ]; then set -- "$@" --peer "$GATE_PEER"; fi
  if [ -n "${GATE_BAIL:-}" ]; then set -- "$@" --bail "$GATE_BAIL"; fi
  if [ -n "${GATE_JOBS:-}" ]; then set -- "$@" --jobs "$GATE_JOBS"; fi
  if [ -n "${GATE_TIMEOUT:-}" ]; then set -- "$@" --timeout "$GATE_TIMEOUT"; fi
  tool run goldens "$@"
}

tests() {
  if [ "$python" = required ]; then set -- --require-python; else set --; fi
  if [ -n "${GATE_TESTS:-}" ]; then set -- "$@" --tests "$GATE_TESTS"; fi
  set -f
  for client in ${GATE_CLIENTS:-}; do set -- "$@" --client "$client"; done
  set +f
  tool python python "$@"
}

goldens
verdict=$?

if [ "$python" != no ]; then
  tests
  code=$?
  if [ "$python" = yes ] && [ "$code" -eq 2 ]; then
    echo "gate: no Python test ran" >&2
    code=0
  fi
  # A divergence is worth more than that something else could not be measured.
  if [ "$verdict" -eq 0 ] || [ "$code" -eq 1 ]; then verdict=$code; fi
fi

if [ -n "${GITHUB_OUTPUT:-}" ]; then
  node -e '
    const [file, reports, code] = process.argv.slice(1);
    const { totals } = JSON.parse(require("fs").readFileSync(file, "utf8"));
    console.log(`passed=${totals.passed}\nfailed=${totals.diverged + totals.unmeasured}\nskipped=${totals["not-run"]}`);
    console.log(`exit-code=${code}\nreports=${reports}`);
  ' "$reports/goldens.json" "$reports" "$verdict" >>"$GITHUB_OUTPUT" || echo "exit-code=$verdict" >>"$GITHUB_OUTPUT"
fi
exit "$verdict"
