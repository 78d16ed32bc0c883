/** Sums of training that wait here to be saved, merged or gone on from. */

import { EigenvoxError, invariant } from "../core/errors";
import { randomAccess } from "../hosts/browser-file";
import type { DescribedSums, Method, SumsKind } from "../methods/method";
import { readSums } from "../methods/sums-file";
import { blobOf } from "./blob";
import { Store } from "./store";
import type { SumsInfo } from "./training-wire";

interface HeldSums {
  readonly described: DescribedSums;
  readonly kind: SumsKind;
  readonly memoryBytes: number;
  readonly info: SumsInfo;
}

export class Sums {
  /** By the id of the method. */
  private readonly kinds: ReadonlyMap<string, SumsKind>;
  readonly held = new Store<HeldSums>("sums", "These sums are no longer here. Load their file again.");

  constructor(private readonly methods: readonly Method[]) {
    this.kinds = new Map(methods.flatMap(({ id, learn }) => (learn?.sums ? [[id, learn.sums]] : [])));
  }

  hold(name: string, described: DescribedSums): SumsInfo {
    const { method, trainingData } = described.metadata;
    const kind = this.kinds.get(method);
    invariant(kind, `${method} keeps no sums`);
    const { memoryBytes, ...facts } = kind.describe(described);
    const add = (id: string) => ({ described, kind, memoryBytes, info: { ...facts, id, name, method, trainingData } });
    return this.held.add(add).info;
  }

  /** Memory that the sums held here take. */
  get memoryBytes(): number {
    return this.held.all.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  }

  /** Throws `E_BANK` for a file that holds no sums of any method. */
  async load(file: File): Promise<SumsInfo> {
    const { described } = await readSums(randomAccess(file), this.methods);
    return this.hold(file.name, described);
  }

  /** Throws `E_SUMS_MISMATCH` and `E_SUMS_REPEATED`; then nothing is given up. */
  merge(ids: readonly string[]): SumsInfo {
    const all = ids.map((id) => this.held.get(id));
    const [first] = all;
    if (!first || all.some(({ kind }) => kind !== first.kind)) {
      throw new EigenvoxError("E_SUMS_MISMATCH", "Sums of different methods cannot be added.");
    }
    const merged = first.kind.merge(all.map(({ described }) => described));
    for (const id of ids) this.held.delete(id);
    return this.hold(all.map(({ info }) => info.name).join(" + "), merged);
  }

  async encode(id: string): Promise<Blob> {
    return blobOf(this.write(id));
  }

  /** The file's parts, for keeping. */
  write(id: string): Iterable<Uint8Array<ArrayBuffer>> {
    const { kind, described } = this.held.get(id);
    return kind.write(described);
  }
}
