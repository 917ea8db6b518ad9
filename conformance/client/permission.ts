// Decides whether a daemon at an address may be cleared: it must have no work specs, or --allow-clear must be given.

import { UsageError } from "../command.ts";
import { counted } from "../counted.ts";
import type { Daemon } from "./daemon.ts";
import { openControl } from "./isolate.ts";

/**
 * Returns if the daemon may be cleared. Every command that clears a daemon calls this first.
 * @throws UsageError if a daemon at an address has work specs, or does not list them
 */
export async function askToClear(
  daemon: Pick<Daemon, "connect" | "name" | "owned">,
  { allowClear, milliseconds }: { readonly allowClear: boolean; readonly milliseconds: number },
): Promise<void> {
  if (allowClear || daemon.owned) return;
  const control = await openControl(daemon, milliseconds);
  const specs = await control.workSpecs();
  control.close();
  if (specs?.length === 0) return;
  const holds =
    specs === undefined
      ? "does not tell whether it holds work specs"
      : `holds ${counted(specs.length, "work spec")} (${specs.slice(0, 3).join(", ")}${specs.length > 3 ? ", ..." : ""})`;
  throw new UsageError(
    `${daemon.name} ${holds}, and this command clears what it tests; pass --allow-clear if they may be lost`,
  );
}
