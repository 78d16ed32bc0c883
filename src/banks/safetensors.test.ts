import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EigenvoxError } from "../core/errors";
import { sha256 } from "../core/sha256";
import { type Dtype, parseSafetensors, serialiseSafetensors, type Tensor } from "./safetensors";

const BYTES = { F16: 2, F32: 4, F64: 8, I64: 8, U32: 4 };

/** A file of exactly this header text and data. */
function fileOf(header: string | Uint8Array, data = 0, claimed?: bigint): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + json.length + data);
  new DataView(file.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const entry = (shape: string, begin: number, end: number, dtype = "F32") =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe("parseSafetensors", () => {
  it("reads metadata and tensors in whatever order the header has them", () => {
    const file = fileOf(`{"b":${entry("[1]", 4, 8)},"__metadata__":{"k":"v"},"a":${entry("[2]", 0, 4, "F16")}}   `, 8);
    file.set([1, 2, 3, 4, 5, 6, 7, 8], file.length - 8);
    const { metadata, tensors } = parseSafetensors(file);
    expect([...metadata]).toEqual([["k", "v"]]);
    expect(tensors.get("a")).toEqual({ dtype: "F16", shape: [2], bytes: Uint8Array.of(1, 2, 3, 4) });
    expect(tensors.get("b")).toEqual({ dtype: "F32", shape: [1], bytes: Uint8Array.of(5, 6, 7, 8) });
  });

  it("reads a file that lies anywhere in its buffer", () => {
    const file = fileOf(`{"a":${entry("[1]", 0, 4)}}`, 4);
    const shifted = new Uint8Array(file.length + 3).subarray(3);
    shifted.set(file);
    expect(parseSafetensors(shifted)).toEqual(parseSafetensors(file));
  });

  it("takes keys named like an object's own machinery as mere names", () => {
    const file = fileOf(`{"__proto__":${entry("[0]", 0, 0)},"__metadata__":{"__proto__":"x","constructor":"y"}}`);
    const { metadata, tensors } = parseSafetensors(file);
    expect([...metadata.keys(), ...tensors.keys()]).toEqual(["__proto__", "constructor", "__proto__"]);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  it("tells equal keys in different objects, and keys in texts, from duplicates", () => {
    const text = '{"a":"b", \\"a\\": 1}';
    const file = fileOf(`{"__metadata__":{"dtype":"x","k":"${text.replace(/"/g, '\\"').replace(/\\\\"/g, "'")}"}}`);
    expect(parseSafetensors(file).metadata.get("dtype")).toBe("x");
  });

  const unit = entry("[1]", 0, 4);
  const lies: [name: string, file: Uint8Array, reason: RegExp][] = [
    ["no bytes", new Uint8Array(0), /0 bytes are too few/],
    ["seven bytes", new Uint8Array(7), /7 bytes are too few/],
    ["a header longer than the file", fileOf("{}", 0, 3n), /claims 3 bytes, but the file ends/],
    ["a header over 1 MiB", fileOf(`{${" ".repeat(2 ** 20)}}`), /more than the 1 MiB/],
    ["a header length near 2⁶⁴", fileOf("{}", 0, 2n ** 64n - 1n), /more than the 1 MiB/],
    ["a file over 256 MiB", new Uint8Array(256 * 2 ** 20 + 1), /more than the 256 MiB/],
    ["an empty header", fileOf(""), /does not begin with \{/],
    ["a header that is an array", fileOf("[]"), /does not begin with \{/],
    ["a header that is not JSON", fileOf("{,}"), /not JSON/],
    ["text after the header", fileOf("{} x"), /not JSON/],
    ["a header that is not UTF-8", fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), /not JSON/],
    ["nesting without end", fileOf(`{"a":${"[".repeat(200_000)}`), /not JSON/],
    ["a tensor twice", fileOf(`{"a":${unit},"a":${unit}}`, 4), /key "a" twice/],
    ["a tensor twice, once in escapes", fileOf(`{"a":${unit},"\\u0061":${unit}}`, 4), /key "a" twice/],
    ["a dtype twice", fileOf(`{"a":{"dtype":"F16",${unit.slice(1)}}`, 4), /key "dtype" twice/],
    ["metadata twice", fileOf('{"__metadata__":{"k":"1","k" : "2"}}'), /key "k" twice/],
    ["metadata that are a list", fileOf('{"__metadata__":[]}'), /__metadata__ is no JSON object/],
    ["a number in the metadata", fileOf('{"__metadata__":{"k":1}}'), /metadata "k" is no string/],
    ["a tensor that is null", fileOf('{"a":null}'), /tensor "a" is no JSON object/],
    ["an unknown dtype", fileOf(`{"a":${entry("[1]", 0, 4, "I32")}}`, 4), /dtype "I32"/],
    ["a dtype from Object", fileOf(`{"a":${entry("[1]", 0, 4, "toString")}}`, 4), /dtype "toString"/],
    ["a missing field", fileOf('{"a":{"dtype":"F32","shape":[1]}}', 4), /needs exactly/],
    ["a field by prototype", fileOf(`{"a":{"__proto__":${unit}}}`, 4), /needs exactly/],
    ["an additional field", fileOf(`{"a":{"x":1,${unit.slice(1)}}`, 4), /needs exactly/],
    ["a negative extent", fileOf(`{"a":${entry("[-1]", 0, 4)}}`, 4), /no valid shape/],
    ["a fractional extent", fileOf(`{"a":${entry("[0.5,2]", 0, 4)}}`, 4), /no valid shape/],
    ["an extent beyond whole numbers", fileOf(`{"a":${entry("[1e400]", 0, 4)}}`, 4), /no valid shape/],
    ["extents whose product overflows", fileOf(`{"a":${entry("[4294967296,4294967296]", 0, 4)}}`, 4), /span 4/],
    ["a shape that is a number", fileOf(`{"a":${entry("1", 0, 4)}}`, 4), /no valid shape/],
    ["negative offsets", fileOf(`{"a":${entry("[1]", -4, 0)}}`, 4), /no valid data_offsets/],
    ["backward offsets", fileOf(`{"a":${entry("[1]", 4, 0)}}`, 4), /span -4/],
    ["fewer bytes than the shape", fileOf(`{"a":${entry("[2]", 0, 4)}}`, 4), /takes 8 bytes, but its offsets span 4/],
    ["overlapping tensors", fileOf(`{"a":${entry("[2]", 0, 8)},"b":${entry("[1]", 4, 8)}}`, 8), /"b" overlaps/],
    ["two tensors in one place", fileOf(`{"a":${unit},"b":${unit}}`, 4), /overlaps/],
    ["a hole", fileOf(`{"a":${unit},"b":${entry("[1]", 8, 12)}}`, 12), /hole before tensor "b"/],
    ["a hole at the start", fileOf(`{"a":${entry("[1]", 4, 8)}}`, 8), /hole before tensor "a"/],
    ["a file cut off", fileOf(`{"a":${unit}}`, 3), /beyond the end/],
    ["bytes after the last tensor", fileOf(`{"a":${unit}}`, 5), /1 bytes after its last tensor/],
  ];
  it.each(lies)("refuses %s", (_, file, reason) => {
    expect(() => parseSafetensors(file)).toThrow(EigenvoxError);
    expect(() => parseSafetensors(file)).toThrow(reason);
  });

  it("quotes briefly and without control characters", () => {
    const key = `\\u001b[2J${"k".repeat(5000)}`;
    const file = fileOf(`{"__metadata__":{"${key}":1}}`);
    try {
      parseSafetensors(file);
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).toMatch(/metadata "\ufffd\[2Jk+…/);
      expect((error as Error).message.length).toBeLessThan(400);
    }
  });

  it("reads a header of nearly 1 MiB of text", () => {
    const value = "\\\\é".repeat(250_000);
    const { metadata } = parseSafetensors(fileOf(`{"__metadata__":{"k":"${value}"}}`));
    expect(metadata.get("k")).toHaveLength(500_000);
  });
});

describe("serialiseSafetensors", () => {
  const tensor = fc
    .record({
      dtype: fc.constantFrom<Dtype[]>("F16", "F32", "U32"),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    })
    .chain(({ dtype, shape }) => {
      const length = shape.reduce((product, n) => product * n, BYTES[dtype]);
      return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes): Tensor => ({ dtype, shape, bytes }));
    });
  const name = fc.string({ unit: "grapheme" }).filter((text) => text !== "__metadata__" && text !== "__proto__");

  it("writes what is read back, with the data 8-byte aligned", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.string({ unit: "grapheme" })), { selector: ([key]) => key, maxLength: 5 }),
        fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 }),
        (metadata, tensors) => {
          const content = { metadata: new Map(metadata), tensors: new Map(tensors) };
          const file = serialiseSafetensors(content);
          expect(parseSafetensors(file)).toEqual(content);
          expect(new DataView(file.buffer).getBigUint64(0, true) % 8n).toBe(0n);
        },
      ),
    );
  });

  it("tells the checksum of the tensors, and no file with another one is read", async () => {
    const tensors = new Map<string, Tensor>([
      ["a", { dtype: "F32", shape: [2], bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }],
      ["b", { dtype: "F16", shape: [1], bytes: Uint8Array.of(9, 10) }],
    ]);
    const file = serialiseSafetensors({ metadata: new Map(), tensors });
    const data = file.length - 10;
    const text = new TextDecoder().decode(file.subarray(8, data));
    expect(JSON.parse(text).__metadata__).toEqual({ tensors_sha256: await sha256(file.slice(data)) });
    for (let bit = 0; bit < 80; bit++) {
      const damaged = file.slice();
      (damaged[data + (bit >> 3)] as number) ^= 1 << (bit & 7);
      expect(() => parseSafetensors(damaged)).toThrow(/it was damaged/);
    }
  });
});
