// The rules for the Go daemon's known divergences (K1 to K37). K2, the order of listed items, is handled by listed.ts; K21
// has no rule, since it shows only in how often get_work chooses each of several work specs.
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
