#!/usr/bin/env node
// The command `coordinate-conformance`. In old JavaScript, for a Node that cannot read what follows: it is told which one can.
require("./needs-node.cjs")(() => import("../dist/conformance/main.js"));
