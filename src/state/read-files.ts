/** Files that are read one after the other, as every panel reads them. */

import type { FilesRead, Outcome, RefusedFiles } from "../session/wire";
import { t } from "../text/text";
import { notify } from "./notice-store";

/** As many refused files are named one by one; more of them, as in a folder of other things, share a notice. */
const MAX_SEPARATE = 3;

interface Adding {
  /** Names of the files that are still to be read; the first one is being read. */
  readonly adding: readonly string[];
}

interface AddingStore {
  setState(change: (state: Adding) => Adding): void;
}

type ReadAll<T> = (onRead: (read: FilesRead<T>) => void) => Promise<Outcome<void>>;

/** Settles when everything that was to be read before has been. */
let previous: Promise<unknown> = Promise.resolve();

/** Reads the files when those before them have been read; a refused one changes nothing but the notices. */
export function readFiles<T>(
  { setState }: AddingStore,
  files: readonly { readonly name: string }[],
  read: ReadAll<T>,
  take: (value: T) => void,
): Promise<void> {
  setState(({ adding }) => ({ adding: [...adding, ...files.map(({ name }) => name)] }));
  const reading = previous.then(async () => {
    let left = files.length;
    let seen = 0;
    const strike = (count: number) => {
      left -= count;
      setState(({ adding }) => ({ adding: adding.slice(count) }));
    };
    const refused: RefusedFiles[] = [];
    const outcome = await read(({ name, files: count, outcome }) => {
      // Archives hold more files than were given.
      seen += count;
      strike(Math.min(count, left));
      if (outcome.ok) take(outcome.value);
      else refused.push({ name, files: count, error: outcome.error });
    });
    strike(left);
    tellRefused(refused, Math.max(files.length, seen));
    if (!outcome.ok) notify(t("Add files"), outcome.error);
  });
  previous = reading.catch(() => {});
  return reading;
}

/** Makes a phantom when the files before it have been read. */
export function makePhantom<T>(
  store: AddingStore,
  subject: string,
  make: () => Promise<Outcome<T>>,
  take: (value: T) => void,
): Promise<void> {
  const read: ReadAll<T> = async (onRead) => {
    onRead({ name: subject, files: 1, outcome: await make() });
    return { ok: true, value: undefined };
  };
  return readFiles(store, [{ name: t("a synthetic head") }], read, take);
}

/** Tells of refused files, of which there were `total` with those that were read. */
export function tellRefused(refused: readonly RefusedFiles[], total: number): void {
  const [first] = refused;
  if (refused.length <= MAX_SEPARATE || !first) {
    for (const { name, error } of refused) notify(name, error);
    return;
  }
  const names = refused.slice(0, MAX_SEPARATE).map(({ name }) => name);
  const count = refused.reduce((sum, { files }) => sum + files, 0);
  const message = t("{read} of {total} files were read. The others were not: {names} and {more} more.", {
    read: total - count,
    total,
    names: names.join(", "),
    more: refused.length - names.length,
  });
  notify(t("Add files"), { code: first.error.code, message });
}
