// Whether a daemon that somebody else runs may be emptied: it must hold nothing, or its owner must have said so.
import { UsageError } from "../command.ts";
import type { Daemon } from "./daemon.ts";
import { openControl } from "./isolate.ts";

/**
 * Returns where clearing loses nothing. Every command that clears asks here before it does.
 * @throws UsageError where a daemon at an address holds work specs, or does not tell
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
      : `holds ${specs.length} work specs (${specs.slice(0, 3).join(", ")}${specs.length > 3 ? ", ..." : ""})`;
  throw new UsageError(
    `${daemon.name} ${holds}, and this command clears what it tests; pass --allow-clear if they may be lost`,
  );
}
