// The Go daemon's known divergences (K1 to K37 of the contract) as rules. There are none for K2, the order of listed
// items, see listed.ts, and for K21, which needs two work specs to choose from.
import type { Rule } from "../rule.ts";
import { envelopePoints } from "./envelope.ts";
import { lockPoints } from "./locks.ts";
import { specPoints } from "./specs.ts";
import { unitPoints } from "./units.ts";
import { workerPoints } from "./workers.ts";

export const goCoordinate: readonly Rule[] = [
  ...envelopePoints,
  ...specPoints,
  ...unitPoints,
  ...workerPoints,
  ...lockPoints,
];
