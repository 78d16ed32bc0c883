/** The report of what lies in a folder. */

import { join } from "node:path";
import type { Evaluation } from "../jobs/evaluate/rows";
import type { ApplyFacts, BankFacts } from "./facts";
import { readJson, writeWhole } from "./output";
import { reportHtml } from "./report";

/** Makes it anew; its path. */
export async function writeReport(out: string): Promise<string> {
  const [bank, evaluation, applied] = await Promise.all(
    ["bank.json", "scores.json", "apply.json"].map((name) => readJson(join(out, name))),
  );
  const text = reportHtml({
    bank: bank as BankFacts | undefined,
    evaluation: evaluation as Evaluation | undefined,
    applied: applied as ApplyFacts | undefined,
  });
  const path = join(out, "report.html");
  await writeWhole(path, [new TextEncoder().encode(text)]);
  return path;
}
