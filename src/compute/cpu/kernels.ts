/** The kernels for processors: one WebAssembly binary, and what each kernel takes of it. */

import binary from "virtual:kernels-cpu";
import { EigenvoxError, invariant } from "../../core/errors";
import type { Dispatch } from "../executor";
import type { Kernel } from "../kernel";

/** Where a kernel finds its parameters: below it lie the kernels' own tables, which the build keeps below it. */
export const PARAMS_ADDRESS = 16 << 20;
/** What buffers may begin at: no parameters are longer. */
export const HEAP_ADDRESS = PARAMS_ADDRESS + 4096;

/** An `override` constant of a WGSL file: its name and its default. */
const OVERRIDE = /^override (\w+): \w+(?: = (\w+))?;/gm;

/** The name of a kernel's twin in the binary: camel case. */
const twinOf = ({ name }: Pick<Kernel, "name">) => name.replace(/-./g, (dash) => dash.slice(1).toUpperCase());

/**
 * The compiled binary, which several lanes may share.
 *
 * Throws `E_NO_CPU` where WebAssembly or its vectors are missing.
 */
export async function compileKernels(): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(binary), (char) => char.charCodeAt(0));
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(bytes)) {
    throw new EigenvoxError(
      "E_NO_CPU",
      "This browser cannot compute on the processor: it has no WebAssembly with vectors (SIMD). Any current browser has.",
    );
  }
  return WebAssembly.compile(bytes);
}

/** What a dispatch calls, without its range: the twin's name, and its arguments after the parameters. */
export function callOf<Given>(
  { kernel, constants = {} }: Pick<Dispatch<Given>, "kernel" | "constants">,
  addresses: readonly number[],
): { readonly kernel: string; readonly args: number[] } {
  // A twin takes the constants in the order of the WGSL.
  const values = [...kernel.code.matchAll(OVERRIDE)].map(([, name = "", usual = ""]) => {
    const value = constants[name] ?? (usual === "true" ? 1 : usual === "false" ? 0 : Number.parseInt(usual, 10));
    invariant(!Number.isNaN(value), `${kernel.name} is given no ${name}`);
    return value;
  });
  return { kernel: twinOf(kernel), args: [...values, ...addresses] };
}
