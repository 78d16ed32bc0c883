import { beforeAll, expect, test } from "vitest";
import { GPU } from "../hosts/test-backends";
import * as kernels from "../kernels/kernels";
import type { Executor } from "./executor";
import type { Kernel } from "./kernel";
import { wholeTable } from "./params";

const KERNELS: Kernel[] = Object.values(kernels);

let executor: Executor;
beforeAll(async () => {
  executor = await GPU.shared();
});

interface Field {
  readonly name: string;
  readonly type: string;
}

/** The fields of a kernel's `Params` behind `first` and `count`, as its WGSL has them. */
function wgslFields(struct: string): Field[] {
  const fields = [...struct.matchAll(/^\s*(\w+): (\w+),/gm)].map(([, name, type]) => ({ name, type }) as Field);
  expect(fields.slice(0, 2)).toEqual(["first", "count"].map((name) => ({ name, type: "u32" })));
  return fields.slice(2);
}

const paramsOf = (code: string) => code.match(/struct Params \{[^}]*\}/)?.[0] as string;
const SUFFIXES = ["x y z", "x y", "1 2", "0 1 2 3 4"];

/** The table's fields as the WGSL has to have them: those of several values are numbered or go along the axes. */
function tableFields(fields: Readonly<Record<string, string>>, wgsl: readonly Field[]) {
  return Object.entries(fields).flatMap(([key, whole]) => {
    const [type, length] = whole.split("x");
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (length === undefined) return [{ key, name, type }];
    const spelled = SUFFIXES.map((suffixes) => suffixes.split(" "))
      .filter((suffixes) => suffixes.length === Number(length))
      .flatMap((suffixes) => [name, name.replace(/s$/, "")].map((stem) => suffixes.map((s) => `${stem}_${s}`)));
    const found = spelled.find(([first]) => wgsl.some((field) => field.name === first));
    return (found ?? [key]).map((own) => ({ key, name: own, type }));
  });
}

test.each(KERNELS)("$name finds its parameters where the table puts them", async ({ code, params }) => {
  const struct = paramsOf(code);
  const wgsl = wgslFields(struct);
  const fields = tableFields(params.fields, wgsl);
  expect(fields.map(({ name, type }) => ({ name, type }))).toEqual(wgsl);
  if (wgsl.length === 0) return;

  // Not 0 or 1, as the range is; negative where they may be.
  const values = fields.map(({ type }, i) => ({ u32: 3e9 + i, i32: -5 - i, f32: i + 0.5 })[type as string] as number);
  const given: Record<string, number | number[]> = {};
  for (const [i, { key }] of fields.entries()) {
    const value = values[i] as number;
    const isScalar = !params.fields[key]?.includes("x");
    given[key] = isScalar ? value : [...[given[key] ?? []].flat(), value];
  }
  const writes = ["first", "count", ...wgsl.map(({ name }) => name)].map(
    (name, i) => `found[${i}] = bitcast<u32>(params.${name});`,
  );
  const echo: Kernel<typeof given> = {
    name: `echo ${writes.join(" ")}`,
    code: `${struct}
      @group(0) @binding(0) var<uniform> params: Params;
      @group(0) @binding(1) var<storage, read_write> found: array<u32>;
      @compute @workgroup_size(1) fn main() { ${writes.join("\n")} }`,
    params: wholeTable(params.fields) as Kernel<typeof given>["params"],
    access: ["write"],
    workgroupSize: 1,
  };
  const words = await executor.inSpace("test", async (space) => {
    const found = space.storage("found", 4 * writes.length);
    await space.run({ kernel: echo, params: given, buffers: [found], items: 1, operationsPerItem: 1 });
    return space.read(found, 4 * writes.length);
  });
  const views = { u32: new Uint32Array(words), i32: new Int32Array(words), f32: new Float32Array(words) };
  expect([...views.u32.subarray(0, 2)]).toEqual([0, 1]);
  expect(wgsl.map(({ type }, i) => views[type as keyof typeof views][i + 2])).toEqual(values);
});

/** The names after `params.` in the functions that `main` calls. */
function readBy(code: string): Set<string> {
  const bodies = new Map(
    code
      .replace(/\/\/.*/g, "")
      .split(/^(?:@compute.*\s)?fn /m)
      .slice(1)
      .map((text) => [text.match(/\w+/)?.[0] as string, text.slice(0, text.indexOf("\n}"))] as const),
  );
  const called = new Set(["main"]);
  for (const name of called) {
    for (const [, other = ""] of bodies.get(name)?.matchAll(/\b(\w+)\(/g) ?? [])
      if (bodies.has(other)) called.add(other);
  }
  const text = [...called].map((name) => bodies.get(name)).join("\n");
  return new Set([...text.matchAll(/\bparams\.(\w+)/g)].map(([, name]) => name as string));
}

test.each(KERNELS)("$name is given what it reads and nothing else", ({ code, params }) => {
  const read = readBy(code);
  const fields = tableFields(params.fields, wgslFields(paramsOf(code)));
  const wanted = new Set(fields.filter(({ name }) => read.has(name)).map(({ key }) => key));
  const asked = new Set<string>();
  const given = new Proxy({}, { get: (_, key) => asked.add(String(key)) && exampleOf(params.fields[String(key)]) });
  params.pack(given as never, 0, 1);
  expect(asked).toEqual(wanted);
});

const exampleOf = (type = "") => (type.includes("x") ? new Array<number>(Number(type.split("x")[1])).fill(1) : 1);
