/** NIfTI as a format of scans: single files and pairs. */

import { gridFormat } from "../grid-format";
import type { ScanOrigin } from "../scan-format";
import { EXTENSIONS, scanStem } from "../scan-names";
import { headOf } from "../sniffed-head";
import { checkFrameSize, type StoredGrid } from "../stored-grid";
import { extensionNotices, LOOKED_AT_BYTES } from "./extensions";
import { resolveGeometry, SPACE_NAMES } from "./geometry";
import { HEAD_BYTES, hasMagic, parseHeader } from "./header";
import { niftiParts } from "./write";

interface NiftiOrigin extends ScanOrigin {
  readonly spaceCode: number;
}

interface NiftiGrid extends StoredGrid {
  /** The code of the sform or qform in use; 0 when neither is. */
  readonly spaceCode: number;
  readonly extensionsAt: number | undefined;
}

/** Code of the space of volumes that no NIfTI file brought: the scanner's. */
const SCANNER = 1;

export const NIFTI = gridFormat<NiftiGrid>({
  id: "nifti",
  title: "NIfTI",
  extensions: EXTENSIONS.nifti,
  headBytes: HEAD_BYTES,

  // By the name too, so that what is damaged is refused with what is wrong with it.
  sniff: (head, name) => hasMagic(head) || /\.(nii|hdr|img)(\.gz)?$/i.test(name),

  parse: parseGrid,

  halves: { dataNames: /\.img(\.gz)?$/i, isHeader: hasMagic, headerEnds: [".hdr", ".hdr.gz"] },

  async notices(file, { extensionsAt, dataOffset, littleEndian, dataNames }) {
    if (extensionsAt === undefined) return [];
    const bytes = await headOf(file, dataNames ? LOOKED_AT_BYTES : Math.min(dataOffset, LOOKED_AT_BYTES));
    // Where a header has a file of its own, that ends with them.
    const end = dataNames ? (bytes.length < LOOKED_AT_BYTES ? bytes.length : Number.POSITIVE_INFINITY) : dataOffset;
    return extensionNotices(bytes, extensionsAt, end, littleEndian);
  },

  origin: ({ spaceCode }) => ({ spaceCode }),

  write: (volume, wish, origin) => niftiParts(volume, { ...wish, spaceCode: spaceCodeOf(origin) }),
});

/**
 * The voxels of a NIfTI-1 or NIfTI-2 image of either byte order, single or the header of a pair. Throws what
 * `parseHeader` throws, and `E_TOO_LARGE`.
 */
function parseGrid(head: Uint8Array, name: string): NiftiGrid {
  const { version, isHalf, notices, placement, ...header } = parseHeader(head);
  const { dims } = header;
  const geometry = resolveGeometry(placement, dims);
  const { source, spaceCode } = geometry;
  const space = source === "pixdim" ? "orientation unknown" : SPACE_NAMES[spaceCode];
  const stem = scanStem(name);
  const grid: NiftiGrid = {
    ...header,
    ...geometry,
    title: `NIfTI-${version}`,
    encoding: "raw",
    run: dims[0] * dims[1] * dims[2],
    orientationKnown: source !== "pixdim",
    source: `geometry from ${source} (${space})`,
    notices: [...notices, ...geometry.notices],
    ...(isHalf && { dataNames: [`${stem}.img`, `${stem}.img.gz`] }),
  };
  checkFrameSize(grid);
  return grid;
}

/** That of a result of a scan, or of a volume that was made here. */
function spaceCodeOf(origin: ScanOrigin | undefined): number {
  if (origin?.format === "nifti") return (origin as NiftiOrigin).spaceCode;
  return origin?.isOriented === false ? 0 : SCANNER;
}
