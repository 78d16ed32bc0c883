/** Computed volumes as series of DICOM files. */

import { EigenvoxError } from "../../core/errors";
import type { Volume } from "../../core/volume";
import type { AboutSeries, ScanSeries, SliceGeometry, WrittenFile } from "../scan-format";
import { EXPLICIT } from "./data-set";
import type { DicomOrigin } from "./origin";
import { decimalString } from "./out/decimal";
import { codeItem, type Elements, imageElements, MR_IMAGE_STORAGE, seriesElements } from "./out/elements";
import { planesOf, type SlicePlanes } from "./out/planes";
import { imagesBeside, sourceImageItems } from "./out/references";
import { readTexts } from "./out/source-texts";
import { storageOf, storedValues } from "./out/storage";
import { newUid } from "./out/uid";

/** Of this program as a writer of files. */
const IMPLEMENTATION_UID = "2.25.298239790512613458482655450039208635468";
/** Of values of SH, in characters. */
const MAX_SHORT = 16;
/** Distances of slices that differ by less, relatively, are the same. */
const SAME_DISTANCE = 0.01;

/**
 * A computed volume as a derived series of classic MR images, one file per slice along its third axis.
 *
 * A DICOM source gives the study, the frame of reference, how it was acquired, and the images that each slice refers
 * to; who the patient is, only where `about.keepPatient` says so. Other files are anonymous, and without a DICOM source
 * a study of their own. Values are stored in 16 bits, off by at most half a step of range / 65535. Positions hold for
 * every grid, left-handed and tilted ones too.
 *
 * Throws `E_BAD_GEOMETRY` when rows and columns are not perpendicular, and `E_UNSUPPORTED_TYPE` for a source that is
 * not MR. Source: DICOM PS3.3 A.4 (MR Image IOD).
 */
export async function* writeSeries(
  volume: Volume,
  about: AboutSeries,
  source?: ScanSeries,
): AsyncGenerator<WrittenFile, void> {
  const origin = source?.origin.format === "dicom" ? (source.origin as DicomOrigin) : undefined;
  if (origin && !["MR", "OT", ""].includes(origin.modality)) {
    throw new EigenvoxError(
      "E_UNSUPPORTED_TYPE",
      `A computed series is written as MR images, and this scan's modality is ${origin.modality}. Save it as NIfTI.`,
    );
  }
  const planes = planesOf(volume.affine);
  const storage = storageOf(volume.data);
  const first = origin?.images[0]?.file;
  const read = first ? await readTexts(first) : () => undefined;
  const thicknessMm = thicknessOf(planes, source?.slices);

  const { data } = await import("dcmjs");
  const encoded = (elements: Elements) => data.DicomMetaDictionary.denaturalizeDataset(elements);
  const shared = encoded({
    ...seriesElements(about, origin, read),
    ...imageElements(volume, planes, storage, about.window, thicknessMm),
    ...(source?.notices.some(({ code }) => code === "W_MONOCHROME1") && { PhotometricInterpretation: "MONOCHROME1" }),
  });
  const [nx, ny, nz] = volume.dims;
  for (let slice = 0; slice < nz; slice++) {
    const uid = newUid();
    const file = new data.DicomDict(encoded(metaElements(uid, about)));
    const intensities = volume.data.subarray(nx * ny * slice, nx * ny * (slice + 1));
    file.dict = {
      ...shared,
      ...encoded({
        SOPInstanceUID: uid,
        InstanceNumber: slice + 1,
        ...placeElements(slice, planes, origin, source?.slices),
        PixelData: storedValues(intensities, storage),
        _vrMap: { PixelData: "OW" },
      }),
    };
    yield { name: `IM${String(slice + 1).padStart(4, "0")}.dcm`, bytes: new Uint8Array(file.write()) };
  }
}

/** The source's thickness where slices lie as far apart as its own do; finer ones show what lies between them. */
function thicknessOf({ distanceMm }: SlicePlanes, slices: SliceGeometry | undefined): number {
  const isSourceDistance = slices && Math.abs(distanceMm / slices.distanceMm - 1) < SAME_DISTANCE;
  return (isSourceDistance ? slices.thicknessMm : undefined) ?? distanceMm;
}

/** Where a slice lies, and between which slices of the source. */
function placeElements(
  slice: number,
  planes: SlicePlanes,
  origin: DicomOrigin | undefined,
  slices: SliceGeometry | undefined,
): Elements {
  const position = planes.position(slice);
  const purpose = codeItem("121322", "Source image for image processing operation");
  return {
    ImagePositionPatient: position.map(decimalString),
    SliceLocation: decimalString(planes.location(position)),
    SourceImageSequence:
      origin && sourceImageItems(imagesBeside(origin.images, planes, position, slices?.distanceMm), origin, purpose),
  };
}

const metaElements = (uid: string, { software }: AboutSeries): Elements => ({
  FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
  MediaStorageSOPClassUID: MR_IMAGE_STORAGE,
  MediaStorageSOPInstanceUID: uid,
  TransferSyntaxUID: EXPLICIT,
  ImplementationClassUID: IMPLEMENTATION_UID,
  ImplementationVersionName: software.slice(0, MAX_SHORT),
});
