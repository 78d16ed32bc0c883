/**
 * The parameters of kernels as named tables. A kernel's `Params` begin with the words `first` and `count`, the range of
 * the work items of one submit; behind them lie the table's values, 4 bytes each, in the table's order.
 */

import { invariant } from "../core/errors";

type Scalar = "i32" | "u32" | "f32";
type ParamType = Scalar | `${Scalar}x${number}`;
/** Names and types in the order of the WGSL struct. */
type ParamFields = Readonly<Record<string, ParamType>>;

/** What is given for these fields: a number for a scalar, else as many as its type says. */
type ParamValues<Fields extends ParamFields, Name extends keyof Fields> = {
  readonly [N in Name]: Fields[N] extends Scalar ? number : readonly number[];
};

/** The parameters of one kernel, which is given `Given`. */
export interface Params<Given> {
  /** The whole table, which kernels that read different fields of it may share. */
  readonly fields: ParamFields;
  /** The bytes of `Params`, whole units of 16; fields that the kernel does not read are 0. */
  readonly pack: (given: Given, first: number, count: number) => ArrayBuffer;
}

export class ParamTable<const Fields extends ParamFields> {
  private readonly places = new Map<string, { readonly type: Scalar; readonly at: number; readonly length: number }>();
  private readonly bytes: number;

  constructor(private readonly fields: Fields) {
    let at = 2;
    for (const [name, type] of Object.entries(fields)) {
      const [scalar, length = "1"] = type.split("x");
      this.places.set(name, { type: scalar as Scalar, at, length: Number(length) });
      at += Number(length);
    }
    this.bytes = 16 * Math.ceil(at / 4);
  }

  /** The parameters of a kernel that reads these fields and no other. */
  reading<Name extends keyof Fields & string>(...names: Name[]): Params<ParamValues<Fields, Name>> {
    return {
      fields: this.fields,
      pack: (given, first, count) => {
        const buffer = new ArrayBuffer(this.bytes);
        const words = { i32: new Int32Array(buffer), u32: new Uint32Array(buffer), f32: new Float32Array(buffer) };
        words.u32.set([first, count]);
        for (const name of names) {
          const { type, at, length } = this.places.get(name) as NonNullable<ReturnType<typeof this.places.get>>;
          const values = [given[name]].flat();
          invariant(values.length === length, `${name} takes ${length} values, not ${values.length}`);
          words[type].set(values, at);
        }
        return buffer;
      },
    };
  }
}

/** The parameters of a kernel that has a table to itself and reads all of it. */
export function wholeTable<const Fields extends ParamFields>(fields: Fields) {
  return new ParamTable(fields).reading(...(Object.keys(fields) as (keyof Fields & string)[]));
}
