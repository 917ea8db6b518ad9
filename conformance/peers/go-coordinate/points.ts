// The Go daemon's known divergences (K1 to K37 of the contract) as rules for live comparison. K2 is the order of listed
// items, see listed.ts; K21 needs two work specs to choose from.
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
