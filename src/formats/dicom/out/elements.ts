/** The elements that all files of a computed series share. Source: DICOM PS3.3 A.4 (MR Image IOD). */

import type { Volume } from "../../../core/volume";
import type { AboutSeries } from "../../scan-format";
import type { DicomOrigin } from "../origin";
import { ACQUISITION, copied, EQUIPMENT, PATIENT, type ReadText, SERIES_NUMBER } from "./copied";
import { decimalString } from "./decimal";
import type { SlicePlanes } from "./planes";
import type { Storage } from "./storage";
import { newUid } from "./uid";

/** Values by keyword, numbers and texts alike; sequences are lists of such objects, undefined is left out. */
export type Elements = Readonly<Record<string, unknown>>;

export const MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4";

/** A computed series stands behind its source in lists: 3 becomes 301. */
const NUMBER_FACTOR = 100;
/** Source: DICOM PS3.5 6.2, IS. */
const MAX_NUMBER = 2 ** 31 - 1;
/** Of values, in characters. Source: DICOM PS3.5 6.2, LO and ST. */
const MAX_LINE = 64;
const MAX_TEXT = 1024;

/** The item of a code sequence. Source of the codes: DICOM PS3.16. */
export const codeItem = (value: string, meaning: string): Elements => ({
  CodeValue: value,
  CodingSchemeDesignator: "DCM",
  CodeMeaning: meaning,
});

/** Whose images they are, what they were made of and by what; `read` reads a file of the source. */
export function seriesElements(about: AboutSeries, origin: DicomOrigin | undefined, read: ReadText): Elements {
  const software = { Manufacturer: "Eigenvox", ManufacturerModelName: "Eigenvox", SoftwareVersions: about.software };
  const number = Number(copied(SERIES_NUMBER, read).SeriesNumber?.[0]) * NUMBER_FACTOR + 1;
  return {
    SpecificCharacterSet: "ISO_IR 192",
    SOPClassUID: MR_IMAGE_STORAGE,
    Modality: "MR",
    ImageType: ["DERIVED", "SECONDARY", "OTHER"],
    ...patientElements(about, origin, read),
    StudyInstanceUID: origin?.studyUid ?? newUid(),
    SeriesInstanceUID: newUid(),
    SeriesNumber: number > 0 && number <= MAX_NUMBER ? number : "",
    SeriesDescription: about.title.slice(0, MAX_LINE),
    FrameOfReferenceUID: origin?.frameOfReferenceUid ?? newUid(),
    ...acquisitionElements(read),
    ...software,
    DerivationDescription: about.derivation.slice(0, MAX_TEXT),
    DerivationCodeSequence: [codeItem("113085", "Spatial resampling")],
    ContributingEquipmentSequence: [
      ...sourceEquipment(read),
      { ...software, PurposeOfReferenceCodeSequence: [codeItem("109102", "Processing Equipment")] },
    ],
    BurnedInAnnotation: "NO",
  };
}

function patientElements({ keepPatient }: AboutSeries, origin: DicomOrigin | undefined, read: ReadText): Elements {
  const required = ["StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "StudyID"];
  const ofPatient = ["PatientName", "PatientID", "PatientBirthDate", "PatientSex"];
  const unknown = Object.fromEntries([...required, ...ofPatient].map((keyword) => [keyword, ""]));
  if (keepPatient && origin) return { ...unknown, ...copied(PATIENT, read) };
  return {
    ...unknown,
    PatientName: "Anonymous",
    PatientIdentityRemoved: "YES",
    DeidentificationMethod: "Nothing of patient and examination but their UIDs",
  };
}

/** What a file must have, unknown, and what the source has of it. */
function acquisitionElements(read: ReadText): Elements {
  const known = copied(ACQUISITION, read);
  return {
    ...(known.BodyPartExamined ? {} : { Laterality: "" }),
    // The standard's word for research is the only one that claims nothing of a scan without tags.
    ScanningSequence: "RM",
    SequenceVariant: "NONE",
    ScanOptions: "",
    MRAcquisitionType: "",
    RepetitionTime: "",
    EchoTime: "",
    EchoTrainLength: "",
    PatientPosition: "",
    PositionReferenceIndicator: "",
    LossyImageCompression: "00",
    ...(known.ScanningSequence?.includes("IR") ? { InversionTime: "" } : {}),
    ...known,
  };
}

function sourceEquipment(read: ReadText): readonly Elements[] {
  const known = copied(EQUIPMENT, read);
  if (!known.Manufacturer) return [];
  return [{ ...known, PurposeOfReferenceCodeSequence: [codeItem("109101", "Acquisition Equipment")] }];
}

/** How pixels lie and what their values mean; `thicknessMm` is what a slice shows across. */
export function imageElements(
  { dims }: Volume,
  planes: SlicePlanes,
  storage: Storage,
  window: AboutSeries["window"],
  thicknessMm: number,
): Elements {
  const { rescale, isSigned } = storage;
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Columns: dims[0],
    Rows: dims[1],
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: isSigned ? 1 : 0,
    ...(rescale && {
      RescaleSlope: decimalString(rescale.slope),
      RescaleIntercept: decimalString(rescale.intercept),
      RescaleType: "US",
    }),
    ...(window && {
      WindowCenter: decimalString((window[0] + window[1]) / 2),
      WindowWidth: decimalString(window[1] - window[0]),
      // Without it a window is one step narrower than it says.
      VOILUTFunction: "LINEAR_EXACT",
    }),
    PixelSpacing: planes.pixelSpacing.map(decimalString),
    ImageOrientationPatient: planes.orientation.flat().map(decimalString),
    SpacingBetweenSlices: decimalString(planes.distanceMm),
    SliceThickness: decimalString(thicknessMm),
  };
}
