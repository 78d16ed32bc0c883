/** How scans' files are named. Apart from the formats themselves, so that the page need not load what reads them. */

/** Ends of file names by the id of the format, lower case. */
export const EXTENSIONS = {
  dicom: [".dcm", ".dicom", ".ima"],
  nifti: [".nii", ".nii.gz", ".hdr", ".hdr.gz", ".img", ".img.gz"],
  mgh: [".mgh", ".mgz"],
  nrrd: [".nrrd"],
  metaimage: [".mha", ".mhd", ".raw", ".zraw"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const SCAN_EXTENSIONS: readonly string[] = Object.values(EXTENSIONS).flat();

const SCAN_END = endOf(SCAN_EXTENSIONS);
const STRIPPED_END = endOf([...SCAN_EXTENSIONS, ".gz"]);

/** True for a file whose name says that it is a scan. */
export function isScanName(name: string): boolean {
  return SCAN_END.test(name);
}

/** True where what was refused with a code is no scan and has no scan's name: there is much of it beside scans. */
export function isJunk(name: string, code: string): boolean {
  return (code === "E_NOT_NIFTI" || code === "E_EMPTY") && !isScanName(name);
}

/** The name without the end that tells its format. */
export function scanStem(name: string): string {
  return name.replace(STRIPPED_END, "");
}

function endOf(extensions: readonly string[]): RegExp {
  return new RegExp(`(${extensions.map((extension) => extension.replaceAll(".", "\\.")).join("|")})$`, "i");
}
