// Assigns roles: of every eight clients there are one producer, four workers, one operator, one reader and one locker.
import type { Random } from "../../random.ts";
import { locker } from "./locker.ts";
import { operator } from "./operator.ts";
import type { Pool } from "./pool.ts";
import { producer } from "./producer.ts";
import { reader } from "./reader.ts";
import type { Role } from "./role.ts";
import { worker } from "./worker.ts";

const ROLES = ["producer", "worker", "reader", "operator", "worker", "worker", "locker", "worker"] as const;

/** The role of a client, numbered from 0. `life` distinguishes a client from killed ones with the same number. */
export function roleOf(client: number, life: number, pool: Pool, random: Random): Role {
  const name = `c${client}${life === 0 ? "" : `-${life}`}`;
  const role = ROLES[client % ROLES.length];
  switch (role) {
    case "producer":
      return producer(pool, random);
    case "operator":
      return operator(name, client < ROLES.length, pool, random);
    case "reader":
      return reader(pool, random);
    case "locker":
      return locker(name, random);
    case "worker":
    case undefined:
      return worker(name, pool, random);
    default:
      return role satisfies never;
  }
}
