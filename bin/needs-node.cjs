// Starts a program of this package, or says in one line which Node it needs. Any Node since 12 can read this.

/** @param {() => unknown} start */
module.exports = function needsNode(start) {
  var needed = require("../package.json").engines.node.replace(/^>=/, "");
  var least = needed.split(".").map(Number);
  var own = process.versions.node.split(".").map(Number);
  if (own[0] > least[0] || (own[0] === least[0] && own[1] >= least[1])) return start();
  process.stderr.write(
    "coordinate-conformance needs Node " + needed + " or later, this is " + process.versions.node + "\n",
  );
  process.exitCode = 3;
};
