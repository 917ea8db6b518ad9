#!/usr/bin/env node
// The command `coordinated`. In old JavaScript, for a Node that cannot read what follows: it is told which one can.
require("./needs-node.cjs")(() => import("../dist/server/main.js"));
