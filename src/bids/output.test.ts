import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDataset } from "./dataset";
import { describeOutput } from "./output";
import { describeDataset, writeText } from "./test-dataset";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-output-"));
const raw = join(folder, "raw");
describeDataset(raw);
afterAll(() => rmSync(folder, { recursive: true }));

async function linkFrom(out: string): Promise<string> {
  await describeOutput(out, await openDataset(raw));
  return JSON.parse(readFileSync(join(out, "dataset_description.json"), "utf8")).DatasetLinks.raw;
}

it("tells where the scans are without a word of where that is on this machine", async () => {
  expect(await linkFrom(join(raw, "derivatives", "eigenvox"))).toBe("../..");
  expect(await linkFrom(join(folder, "beside"))).toMatch(/^ni:\/\/\/sha-256;[\w-]{43}$/);
  writeText(raw, "dataset_description.json", JSON.stringify({ DatasetDOI: "doi:10.1/x" }));
  expect(await linkFrom(join(folder, "beside"))).toBe("doi:10.1/x");
});

it("writes into no data set of others, and leaves what was written on", async () => {
  const dataset = await openDataset(raw);
  await expect(describeOutput(raw, dataset)).rejects.toMatchObject({ code: "E_ARGUMENT" });
  const other = join(folder, "other");
  writeText(other, "dataset_description.json", JSON.stringify({ GeneratedBy: [{ Name: "fMRIPrep" }] }));
  await expect(describeOutput(other, dataset)).rejects.toMatchObject({ code: "E_ARGUMENT" });
  const own = join(folder, "own");
  await describeOutput(own, dataset);
  writeText(own, "README", "Ours.");
  await describeOutput(own, dataset);
  expect(readFileSync(join(own, "README"), "utf8")).toBe("Ours.");
});
