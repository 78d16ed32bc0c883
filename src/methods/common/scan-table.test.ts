import { expect, test } from "vitest";
import { seededRandom } from "../../core/random";
import { readTable, type TableScan, writeTable } from "./scan-table";

const rules = { salt: "round", mostScans: 500, width: 2 };
const random = seededRandom(3);
const hash = () => Array.from({ length: 16 }, () => Math.floor(16 * random()).toString(16)).join("");
const scansOf = (count: number) =>
  Array.from({ length: count }, (): TableScan => ({ hash: hash(), read: [random(), -random() / 3] }));
const added = (tables: readonly BigUint64Array<ArrayBuffer>[]) =>
  tables.reduce((a, b) => a.map((word, i) => word + (b[i] as bigint)));
const byHash = (scans: readonly TableScan[]) => [...scans].sort((a, b) => (a.hash < b.hash ? -1 : 1));

test.each([[0], [1], [7], [500]])(
  "all of %i scans in three tables are read of their sum, with their numbers' bits",
  (count) => {
    const scans = scansOf(count);
    const tables = [0, 1, 2].map((site) =>
      writeTable(
        scans.filter((_, i) => i % 3 === site),
        rules,
      ),
    );
    expect(byHash(readTable(added(tables), rules))).toEqual(byHash(scans));
  },
);

test("a scan that two have is named, whatever its first digit", () => {
  for (const first of ["0", "7", "8", "f"]) {
    const twice: TableScan = { hash: first + hash().slice(1), read: [0.1, 0.2] };
    const sum = added([writeTable([...scansOf(3), twice], rules), writeTable([twice, ...scansOf(4)], rules)]);
    const repeated = expect.objectContaining({ code: "E_SUMS_REPEATED", message: expect.stringContaining(twice.hash) });
    expect(() => readTable(sum, rules)).toThrow(repeated);
  }
});

test("more scans than there is room for are refused", () => {
  const few = { ...rules, mostScans: 5 };
  expect(() => readTable(writeTable(scansOf(120), few), few)).toThrow(
    expect.objectContaining({ code: "E_SUMS_MISMATCH" }),
  );
});
