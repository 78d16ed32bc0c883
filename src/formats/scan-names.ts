/** How scans' files are named. Apart from the formats themselves, so that the page need not load what reads them. */

/** Ends of file names by the id of the format, lower case. */
export const EXTENSIONS = {
  nifti: [".nii", ".nii.gz"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const SCAN_EXTENSIONS: readonly string[] = Object.values(EXTENSIONS).flat();

/** What a file input that takes scans accepts. */
export const SCAN_ACCEPT = [...SCAN_EXTENSIONS, ".gz", "application/gzip"].join(",");

const SCAN_END = endOf(SCAN_EXTENSIONS);
const STRIPPED_END = endOf([...SCAN_EXTENSIONS, ".gz"]);

/** True for a file whose name says that it is a scan. */
export function isScanName(name: string): boolean {
  return SCAN_END.test(name);
}

/** The name without the end that tells its format. */
export function scanStem(name: string): string {
  return name.replace(STRIPPED_END, "");
}

function endOf(extensions: readonly string[]): RegExp {
  return new RegExp(`(${extensions.map((extension) => extension.replaceAll(".", "\\.")).join("|")})$`, "i");
}
