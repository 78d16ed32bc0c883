/** Formats of one volume, or one row of them, to a header: all that is the same for them behind the header. */

import { voxelToWorld } from "../core/affine";
import { EigenvoxError, invariant } from "../core/errors";
import { type Notice, notice } from "../core/notice";
import { AXIS_NAMES, type Volume, voxelCount } from "../core/volume";
import type { Take } from "./gzip";
import { areLabels, labelsNotice } from "./labels";
import type { Refusal, Scan, ScanFile, ScanFormat, ScanSeries, SliceGeometry } from "./scan-format";
import { scanStem } from "./scan-names";
import { sharedErrors } from "./shared-errors";
import { headOf, sniffedHead } from "./sniffed-head";
import type { StoredGrid } from "./stored-grid";
import { allocate, checkLength, type ReadFrame, readFirst, readStored } from "./stored-voxels";
import { scalingNotices, usableWindow, valueNotices } from "./value-notices";
import { hasByteOrder, noticesOf, type VoxelDecoder, voxelDecoder } from "./voxel-types";

interface GridFormat<G extends StoredGrid> extends Pick<ScanFormat, "id" | "title" | "extensions" | "sniff" | "write"> {
  /** Bytes from the beginning of a file that its header may take. */
  readonly headBytes: number;
  /** Reads a header from the first `headBytes` bytes of a file, fewer if it has no more. Throws an `EigenvoxError`. */
  parse(head: Uint8Array, name: string): G;
  /** What reading on in the header's file tells of it. */
  notices?(file: ScanFile, grid: G): Promise<readonly Notice[]>;
  /** What is remembered for results of the scan. */
  origin?(grid: G): object;
  /** Where voxels may lie in another file than their header. */
  readonly halves?: Halves;
}

interface Halves {
  /** Names of files of voxels. */
  readonly dataNames: RegExp;
  /** True for the beginning of a header, though the file has such a name. */
  isHeader(head: Uint8Array): boolean;
  /** Ends of the headers' names. */
  readonly headerEnds: readonly string[];
}

interface Header<G> {
  readonly file: ScanFile;
  /** Or the error that it is refused with. */
  readonly grid: G | { readonly error: unknown };
}

export function gridFormat<G extends StoredGrid>(spec: GridFormat<G>): ScanFormat {
  const { id, title, extensions, sniff, write, headBytes, halves } = spec;

  const open = async ({ files: [header, data = header] }: ScanSeries) => {
    invariant(header && data, "a scan without a file");
    return { header, data, grid: spec.parse(await headOf(header, headBytes), header.name) };
  };

  const seriesOf = (place: string, files: readonly [ScanFile, ...ScanFile[]], grid: G): ScanSeries => {
    const { dims, spacing, frames } = grid;
    return {
      id: place,
      name: files[0].name,
      dims,
      spacing,
      frames,
      count: 1,
      notices: headerNotices(grid),
      slices: sliceOf(grid),
      rank: "image",
      files,
      origin: { format: id, ...(!grid.orientationKnown && { isOriented: false }), ...spec.origin?.(grid) },
    };
  };

  return {
    id,
    title,
    extensions,
    sniff,
    ...(write && { write }),

    async survey(files, { signal, onProgress } = {}) {
      const series: ScanSeries[] = [];
      const refused: Refusal[] = [];
      const shared = sharedErrors();
      const headers: Header<G>[] = [];
      const data: ScanFile[] = [];
      for (const [index, file] of files.entries()) {
        signal?.throwIfAborted();
        onProgress?.({ stage: "Looking through the files", fraction: index / files.length });
        try {
          if (halves && (await isData(file, halves, headBytes))) data.push(file);
          else headers.push({ file, grid: spec.parse(await headOf(file, headBytes), file.name) });
        } catch (error) {
          headers.push({ file, grid: { error: shared(error) } });
        }
      }
      for (const { file, grid } of headers) {
        let own: readonly ScanFile[] = [];
        try {
          if ("error" in grid) {
            own = data.filter((other) => stemOf(other) === stemOf(file));
            throw grid.error;
          }
          own = grid.dataNames ? [partnerOf(file, grid.dataNames, data)] : [];
          await checkLength(own[0] ?? file, grid);
          const place = placeOf(file);
          const others = series.filter(({ files: [other] }) => other && placeOf(other) === place).length;
          series.push(seriesOf(others === 0 ? place : `${place}#${others + 1}`, [file, ...own], grid));
        } catch (error) {
          refused.push({ name: file.name, files: [file, ...own], error: shared(error) });
        }
        for (const other of own) data.splice(data.indexOf(other), 1);
      }
      for (const file of data) refused.push({ name: file.name, files: [file], error: noHeader(file, halves) });
      return { series, refused };
    },

    async read(series, { signal } = {}) {
      const { header, data, grid } = await open(series);
      return readScan(series, data, grid, (await spec.notices?.(header, grid)) ?? [], signal);
    },

    async frame(series, index) {
      const { data, grid } = await open(series);
      if (!Number.isInteger(index) || index < 0 || index >= grid.frames) {
        const message = `The scan has ${grid.frames} frames, counted from 0; frame ${index} is none.`;
        throw new EigenvoxError("E_ARGUMENT", message);
      }
      return (await volumeOf(grid, (take) => readStored(data, grid, take, index))).volume;
    },

    async picture(series) {
      const { data, grid } = await open(series);
      const [nx, ny, nz] = grid.dims;
      const middle = Math.floor(nz / 2);
      const within = [middle * nx * ny, (middle + 1) * nx * ny] as const;
      const { volume } = await volumeOf({ ...grid, dims: [nx, ny, 1] }, (take) =>
        readStored(data, grid, take, 0, within),
      );
      const position = voxelToWorld(grid.affine, [0, 0, middle]);
      return {
        ...volume,
        affine: grid.affine.map((value, i) => (i % 4 === 3 && i < 12 ? (position[i >> 2] as number) : value)),
      };
    },
  };
}

async function isData(file: ScanFile, { dataNames, isHeader }: Halves, headBytes: number): Promise<boolean> {
  return dataNames.test(file.name) && !isHeader(await sniffedHead(file, headBytes));
}

/** What is known without voxels. */
function headerNotices(grid: StoredGrid): readonly Notice[] {
  const { notices, frames, type } = grid;
  const several = `The file has ${frames} frames: one at a time is shown and processed.`;
  const single = oneSliceOf(grid);
  return [
    ...notices,
    ...longVoxels(grid),
    ...noticesOf(type),
    ...(single ? [single.notice] : []),
    ...(frames > 1 ? [notice("W_FRAMES", several)] : []),
  ];
}

/** The axes with one voxel, and what must be known of them. */
function oneSliceOf({ dims }: StoredGrid) {
  const axes = ([0, 1, 2] as const).filter((axis) => dims[axis] === 1);
  const [axis] = axes.toReversed();
  if (axis === undefined) return undefined;
  const along = axes.map((one) => AXIS_NAMES[one]).join(", ");
  const text = `There is one voxel only along ${along}: for lack of neighbours nothing can be sharpened there, and a factor above 1 adds nothing that is true.`;
  return { axis, notice: notice("W_ONE_SLICE", text) };
}

function sliceOf(grid: StoredGrid): SliceGeometry | undefined {
  const single = oneSliceOf(grid);
  return single && { axis: single.axis, distanceMm: grid.spacing[single.axis], obstacle: single.notice };
}

/** Longer than this, relative to the shortest side, voxels are no thick slices any more. */
const LONGEST = 50;

/** Of axes with more than one voxel: the thickness of a single slice may be anything. */
function longVoxels({ dims, spacing }: StoredGrid): readonly Notice[] {
  const axes = ([0, 1, 2] as const).filter((axis) => dims[axis] > 1).sort((a, b) => spacing[a] - spacing[b]);
  const [shortest, longest] = [axes[0] ?? 0, axes.at(-1) ?? 0];
  if (!(spacing[longest] > LONGEST * spacing[shortest])) return [];
  const along = (axis: 0 | 1 | 2) => `${Number(spacing[axis].toPrecision(4))} mm along ${AXIS_NAMES[axis]}`;
  const text = `The voxels are ${along(longest)}, but ${along(shortest)}: check the header's sizes, which are used as they are.`;
  return [notice("W_GEOMETRY", text)];
}

/** What follows the voxels, which the header does not tell of. */
function behindNotices({ hasFooter }: StoredGrid, { behind }: ReadFrame): readonly Notice[] {
  if (hasFooter || behind === "nothing") return [];
  const what = behind === "more" ? "The file goes on" : `${behind} bytes lie`;
  const text = `${what} behind the voxels that the header tells of: what is there is not read. The header, or the file, may be damaged.`;
  return [notice("W_TRAILING", text)];
}

async function readScan(
  series: ScanSeries,
  data: ScanFile,
  grid: StoredGrid,
  told: readonly Notice[],
  signal: AbortSignal | undefined,
): Promise<Scan> {
  const { type, frames, scaling, orientationKnown } = grid;
  const { volume, rounded, found: frame } = await volumeOf(grid, (take) => readFirst(data, grid, take), signal);
  const { packing, missing } = frame;
  const notices = [...headerNotices(grid), ...told, ...behindNotices(grid, frame)];
  const count = volume.data.length;
  if (missing > 0) {
    notices.push(notice("W_TRUNCATED", `The file is cut short: ${missing} bytes of later frames are missing.`));
  }
  const window = usableWindow(volume.data, grid.calWindow);
  notices.push(...valueNotices(volume.data), ...window.notices);
  if (!notices.some(({ code }) => code === "W_LABELS") && areLabels(volume.data, grid)) {
    const text = "The voxels are a few whole numbers and nothing between them: they are taken for labels.";
    notices.push(labelsNotice(text));
  }
  if (rounded > 0) {
    const text = `${rounded} of ${count} ${type.name} voxels are rounded to float32 (about 7 significant digits).`;
    notices.push(notice("W_PRECISION", text));
  } else notices.push(...scalingNotices(volume.data, grid));
  const order = hasByteOrder(type) && packing !== "text" ? `, ${grid.littleEndian ? "little" : "big"}-endian` : "";
  const packed = packing === "raw" ? "" : `, ${packing === "gzip file" ? "gzip" : packing}`;
  const details = [`${grid.title}, ${type.name}${order}${packed}`];
  if (scaling[0] !== 1 || scaling[1] !== 0) {
    const [slope, intercept] = scaling.map((value) => Number(value.toPrecision(6)));
    details.push(`intensity = ${slope} × stored + ${intercept}`);
  }
  if (grid.source) details.push(grid.source);
  return {
    series,
    name: series.name,
    volume,
    details,
    notices,
    frames,
    orientationKnown,
    ...(window.calWindow && { calWindow: window.calWindow }),
  };
}

/** The volume of the voxels that `read` gives; memory is taken for it with the first of them. Cancel: now and then. */
async function volumeOf<Found>(grid: StoredGrid, read: (take: Take) => Promise<Found>, signal?: AbortSignal) {
  const { dims, spacing, affine, type, littleEndian, scaling } = grid;
  let data = new Float32Array(0);
  let decoder: VoxelDecoder | undefined;
  const found = await read((piece) => {
    signal?.throwIfAborted();
    if (!decoder) {
      data = new Float32Array(allocate(voxelCount(dims) * 4));
      decoder = voxelDecoder(type, littleEndian, scaling, data);
    }
    decoder.take(piece);
  });
  const volume: Volume = { data, dims, spacing, affine };
  return { volume, rounded: decoder?.rounded ?? 0, found };
}

/** The file of one of the names beside a header. Throws `E_PARTNER` where there is none, or more than one of a name. */
function partnerOf(header: ScanFile, names: readonly string[], data: readonly ScanFile[]): ScanFile {
  for (const name of names) {
    const place = `${folderOf(header)}${name}`.toLowerCase();
    const [found, other] = data.filter((file) => placeOf(file).toLowerCase() === place);
    if (other) {
      const message = `There are several files ${name}, so that it is unknown which of them belongs to this header.`;
      throw new EigenvoxError("E_PARTNER", `${message} Add one folder at a time.`);
    }
    if (found) return found;
  }
  throw new EigenvoxError(
    "E_PARTNER",
    `The voxels of this header lie in ${names.join(" or ")} beside it, which is missing. Add both files together.`,
  );
}

function noHeader({ name }: ScanFile, halves: Halves | undefined): EigenvoxError {
  const headers = halves?.headerEnds.map((end) => `${scanStem(name)}${end}`).join(" or ");
  return new EigenvoxError(
    "E_PARTNER",
    `This file holds voxels without a header. Add ${headers} together with it, from the same folder.`,
  );
}

const placeOf = ({ path, name }: ScanFile) => path ?? name;
const folderOf = (file: ScanFile) => placeOf(file).slice(0, placeOf(file).lastIndexOf("/") + 1);
const stemOf = (file: ScanFile) => scanStem(placeOf(file)).toLowerCase();
