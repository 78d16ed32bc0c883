/** For tests: sessions without a worker or a browser, on this machine's processor. */

import { readFile } from "node:fs/promises";
import type { Factor } from "../core/volume";
import { writeScan } from "../formats/registry";
import { openNodeCpu } from "../hosts/node-cpu";
import { testHead } from "../phantom/test-head";
import type { EngineCalls } from "./api";
import { openSession, type SessionHosts } from "./engine-session";
import type { FileStorage } from "./file-storage";
import type { TrainingRequest } from "./training-wire";
import type { GivenFile, OpenedScan, SeriesRead } from "./wire";

/** Storage that lives as long as the test. */
export function memoryStorage(): FileStorage {
  const folders = new Map<string, Map<string, File>>();
  return {
    async store(folder, name, parts) {
      const files = folders.get(folder) ?? new Map<string, File>();
      folders.set(folder, files.set(name, new File([...parts], name)));
    },
    files: async (folder) => [...(folders.get(folder)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)),
    async remove(folder, name) {
      if (name === undefined) folders.delete(folder);
      else folders.get(folder)?.delete(name);
    },
  };
}

/** The calls of a session; the shipped banks are those of the project. */
export function startSession(
  options: Partial<Pick<SessionHosts, "storage" | "methods" | "formats">> = {},
): EngineCalls {
  const storage = memoryStorage();
  const fetch = async (url: URL) => new Response(await readFile(url));
  return openSession({ open: () => openNodeCpu(2), storage, fetch, ...options });
}

export const BANKS_URL = new URL("../../public/banks/", import.meta.url).href;

/** As they come from the page. */
export const given = (...files: readonly File[]): readonly GivenFile[] => files.map((file) => ({ file }));

/** Opens a file that holds a scan. */
export async function openOne(session: EngineCalls, file: File): Promise<OpenedScan> {
  let opened: OpenedScan | undefined;
  const { id, atOnce } = await session.survey("survey", given(file), silent);
  const take = ({ outcome }: SeriesRead) => {
    if (outcome.ok) opened = outcome.value;
  };
  await session.openSeries("open", id, atOnce, take, silent);
  return opened as OpenedScan;
}

export const silent = () => {};

/** A head phantom of about `side` voxels along each axis, as a file. */
export async function phantomFile(name: string, side: number, seed: number): Promise<File> {
  const volume = testHead({ dims: [side, side + 2, side - 2], spacing: 160 / side, seed, noise: 6 });
  return new File([await writeScan(volume, { description: "phantom" })], name);
}

/** A request to train on the volumes, of which the last one is held out. */
export function trainingRequest(method: string, ids: readonly string[], factor: Factor = [2, 2, 2]): TrainingRequest {
  return {
    method,
    volumes: ids.map((id, i) => ({ id, mask: "auto", heldOut: i === ids.length - 1 })),
    factor,
    degradation: "box",
    seed: 1,
    title: `a ${method} bank`,
    licence: "CC0-1.0",
    settings: {},
    keep: false,
  };
}
