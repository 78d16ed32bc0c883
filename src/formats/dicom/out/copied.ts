/** What a computed series takes over from the files of its source. */

/** Kinds of text that are taken over only where they are valid. Source: DICOM PS3.5 6.2. */
const VALID = {
  AS: /^\d{3}[DWMY]$/,
  CS: /^[A-Z0-9_ ]{1,16}$/,
  DA: /^\d{8}$/,
  DS: /^(?=.{1,16}$)[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  IS: /^[+-]?\d{1,9}$/,
  LO: /^[^\\\p{Cc}]{1,64}$/u,
  LT: /^([^\p{Cc}]|[\r\n\t\f]){1,10240}$/u,
  PN: /^(?=.)[^\\=\p{Cc}]{0,64}(=[^\\=\p{Cc}]{0,64}){0,2}$/u,
  SH: /^[^\\\p{Cc}]{1,16}$/u,
  TM: /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/,
} as const;

/** Elements by keyword: the tag, and the kind of text or the values that are valid. */
type Wanted = Readonly<Record<string, readonly [tag: string, valid: keyof typeof VALID | readonly string[]]>>;

/** The patient and the examination: only where the person wants them in the files. */
export const PATIENT: Wanted = {
  StudyDate: ["00080020", "DA"],
  StudyTime: ["00080030", "TM"],
  AccessionNumber: ["00080050", "SH"],
  ReferringPhysicianName: ["00080090", "PN"],
  StudyDescription: ["00081030", "LO"],
  PhysiciansOfRecord: ["00081048", "PN"],
  PatientName: ["00100010", "PN"],
  PatientID: ["00100020", "LO"],
  IssuerOfPatientID: ["00100021", "LO"],
  PatientBirthDate: ["00100030", "DA"],
  PatientBirthTime: ["00100032", "TM"],
  PatientSex: ["00100040", ["M", "F", "O"]],
  OtherPatientNames: ["00101001", "PN"],
  PatientAge: ["00101010", "AS"],
  PatientSize: ["00101020", "DS"],
  PatientWeight: ["00101030", "DS"],
  EthnicGroup: ["00102160", "SH"],
  PatientComments: ["00104000", "LT"],
  StudyID: ["00200010", "SH"],
};

/** How the source was acquired, which says what the intensities mean and nothing of the patient. */
export const ACQUISITION: Wanted = {
  BodyPartExamined: ["00180015", "CS"],
  ScanningSequence: ["00180020", ["SE", "IR", "GR", "EP", "RM"]],
  SequenceVariant: ["00180021", ["SK", "MTC", "SS", "TRSS", "SP", "MP", "OSP", "NONE"]],
  MRAcquisitionType: ["00180023", ["2D", "3D"]],
  RepetitionTime: ["00180080", "DS"],
  EchoTime: ["00180081", "DS"],
  InversionTime: ["00180082", "DS"],
  EchoNumbers: ["00180086", "IS"],
  MagneticFieldStrength: ["00180087", "DS"],
  EchoTrainLength: ["00180091", "IS"],
  FlipAngle: ["00181314", "DS"],
  PatientPosition: ["00185100", ["HFP", "HFS", "HFDR", "HFDL", "FFDR", "FFDL", "FFP", "FFS"]],
  PositionReferenceIndicator: ["00201040", "LO"],
  LossyImageCompression: ["00282110", ["00", "01"]],
  LossyImageCompressionRatio: ["00282112", "DS"],
  LossyImageCompressionMethod: ["00282114", "CS"],
};

/** What the source was acquired with. */
export const EQUIPMENT: Wanted = {
  Manufacturer: ["00080070", "LO"],
  ManufacturerModelName: ["00081090", "LO"],
  SoftwareVersions: ["00181020", "LO"],
};

export const SERIES_NUMBER: Wanted = { SeriesNumber: ["00200011", "IS"] };

/** Text of an element of a file by its tag (eight digits), its values apart by `\`; undefined where it has none. */
export type ReadText = (tag: string) => string | undefined;

/** Values by keyword; elements that the source lacks, or has wrong, are left out. */
export function copied(wanted: Wanted, read: ReadText): Readonly<Record<string, readonly string[]>> {
  const out: Record<string, readonly string[]> = {};
  for (const [keyword, [tag, valid]] of Object.entries(wanted)) {
    const text = read(tag) ?? "";
    const values = (valid === "LT" ? [text] : text.split("\\")).map((value) => value.trim());
    const isValid = (value: string) => (typeof valid === "string" ? VALID[valid].test(value) : valid.includes(value));
    if (values.every(isValid)) out[keyword] = values;
  }
  return out;
}
