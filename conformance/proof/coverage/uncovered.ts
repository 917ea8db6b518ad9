// Parts of the protocol that no golden covers, each with the reason. It is an error if one is covered.

export const UNCOVERED: Readonly<Record<string, string>> = {
  "branch get_config: the configuration":
    "what the answer holds is the file that the daemon was started with, which no client can set; server/ tests it",
  "error Go: No such work unit": "the contract answers otherwise: null at the unit's place (K6), a false result (K14)",
  "error Go: Object no longer exists": "the contract has no stale objects (K15, K17)",
  "error Go: nil pointer": "the contract finishes the unit and chains nothing (K13)",
  "error Go: Intn": "the contract clamps weights (K22)",
  "point K32": "a session cannot move the machine's clock; server/ tests it, under libfaketime too",
};
