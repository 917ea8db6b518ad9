// Shows progress on a terminal, in one line that is overwritten; nothing if stderr is no terminal.
import type { Output } from "../command.ts";
import type { Result } from "../run/result.ts";
import { overwriting } from "./style.ts";

export type Progress = { tell(result: Result): void; done(): void };

export function createProgress(output: Output, total: number): Progress {
  if (output.isTTY !== true) return { tell() {}, done() {} };
  let count = 0;
  let failed = 0;
  return {
    tell({ case: id, outcome }) {
      count += 1;
      if (outcome === "diverged" || outcome === "unmeasured") failed += 1;
      const line = `${count}/${total}${failed > 0 ? `, ${failed} failed` : ""}  ${id}`;
      output.write(overwriting(line, output));
    },
    done() {
      if (count > 0) output.write(overwriting("", output));
    },
  };
}
