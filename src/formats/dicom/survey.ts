/** DICOM files, in any number and order, as series. */

import { ahead, FILES_AT_ONCE } from "../../core/ahead";
import { breather } from "../../core/breathe";
import { EigenvoxError } from "../../core/errors";
import { notice } from "../../core/notice";
import type { JobOptions } from "../../core/progress";
import { meantFirst, type Refusal, type ScanFile, type ScanSeries, type Survey } from "../scan-format";
import { sharedErrors } from "../shared-errors";
import type { PixelDecoder } from "./decoder";
import { divide } from "./divide";
import type { DicomImage, DicomObject } from "./image";
import { type Content, readContent } from "./images";
import type { DicomOrigin } from "./origin";
import { Room, type Share, tooMany } from "./room";
import { nameOf, seriesOf } from "./series";
import { type NamedSeries, toldApart } from "./told-apart";

/** Objects of one series that are no images. */
interface Others {
  readonly object: DicomObject;
  readonly kind: string;
  count: number;
}

/** What is wrong with files in the same way. */
interface Fault {
  readonly object: DicomObject | undefined;
  readonly files: ScanFile[];
  readonly error: unknown;
}

/** Never throws, unless it is aborted: what cannot be read is refused. */
export async function survey(
  files: readonly ScanFile[],
  decoder: PixelDecoder | undefined,
  { signal, onProgress }: JobOptions = {},
): Promise<Survey> {
  const found = new Findings();
  const breathe = breather(signal);
  const room = new Room();
  const look = async (file: ScanFile) => {
    const share = room.share();
    if (room.isFull()) return { file, share, error: tooMany() };
    const content = readContent(file, decoder, share);
    return content.then((content) => ({ share, content })).catch((error: unknown) => ({ file, share, error }));
  };
  let done = 0;
  for await (const { share, ...one } of ahead(files, FILES_AT_ONCE, look)) {
    await breathe();
    if ("file" in one) found.refuse(one.file, undefined, one.error);
    else found.add(one.content, share);
    share.end();
    onProgress?.({ stage: "Looking through DICOM files", fraction: ++done / files.length });
  }
  return found.survey();
}

class Findings {
  private readonly images = new Map<string, DicomImage[]>();
  private readonly others = new Map<string, Others>();
  private readonly faults = new Map<string, Fault>();
  private readonly shared = sharedErrors();

  add({ object, images, otherKind, error }: Content, share: Share): void {
    const key = seriesKey(object);
    if (error) {
      this.refuse(object.source, object, error);
      return;
    }
    if (otherKind !== undefined) {
      const others = this.others.get(`${otherKind}|${key}`) ?? { object, kind: otherKind, count: 0 };
      others.count++;
      this.others.set(`${otherKind}|${key}`, others);
      return;
    }
    if (!share.fits(images.length)) {
      this.refuse(object.source, object, tooMany());
      return;
    }
    const known = this.images.get(key) ?? [];
    for (const image of images) known.push(image);
    this.images.set(key, known);
  }

  /** Files of one series with one fault are refused together. */
  refuse(file: ScanFile, object: DicomObject | undefined, error: unknown): void {
    const { code, message } = error instanceof EigenvoxError ? error : { code: "", message: String(error) };
    const key = object ? `${seriesKey(object)}|${code}|${message}` : `${this.faults.size}`;
    const fault = this.faults.get(key) ?? { object, files: [], error: this.shared(error) };
    fault.files.push(file);
    this.faults.set(key, fault);
  }

  survey(): Survey {
    const named: NamedSeries[] = [];
    const refused: Refusal[] = [];
    for (const [key, images] of [...this.images].sort(bySeriesNumber)) {
      const { parts, excess, error } = divide(images);
      for (const [i, part] of parts.entries()) {
        try {
          const { object } = part.images[0] as DicomImage;
          named.push({ object, series: seriesOf(part, parts, i === 0 ? key : `${key}#${i + 1}`) });
        } catch (fault) {
          refused.push(refusalOf(part.images, fault));
        }
      }
      if (error) refused.push(refusalOf(excess, error));
    }
    const series = toldApart(named);
    for (const [key, others] of this.others) series.push(noSeries(key, others));
    for (const { object, files, error } of this.faults.values()) {
      const [file, ...more] = files;
      refused.push({ name: object && more.length > 0 ? nameOf(object) : (file?.name ?? ""), files, error });
    }
    return { series: meantFirst(series), refused };
  }
}

/** What its images have in common, and nothing that is not in the files. */
function seriesKey({ seriesUid, studyUid, seriesNumber, description }: DicomObject): string {
  return seriesUid || ["series", studyUid, seriesNumber, description].filter(Boolean).join(" ");
}

function noSeries(key: string, { object, kind, count }: Others): ScanSeries {
  const origin: DicomOrigin = {
    format: "dicom",
    studyUid: object.studyUid,
    frameOfReferenceUid: object.frameOfReferenceUid || undefined,
    modality: object.modality,
    images: [],
  };
  const what = count === 1 ? `This is ${kind}` : `These are ${count} objects, each ${kind}`;
  return {
    id: key,
    name: object.description || kind,
    dims: [0, 0, 0],
    spacing: [0, 0, 0],
    frames: 0,
    count,
    notices: [notice("W_NOT_IMAGE", `${what}: no image.`)],
    rank: "none",
    files: [],
    origin,
  };
}

function refusalOf(images: readonly DicomImage[], error: unknown): Refusal {
  const [first] = images;
  const files = [...new Set(images.map(({ object }) => object.source))];
  return { name: files.length === 1 ? (files[0]?.name ?? "") : first ? nameOf(first.object) : "", files, error };
}

function bySeriesNumber([a, p]: [string, readonly DicomImage[]], [b, q]: [string, readonly DicomImage[]]): number {
  const number = ([first]: readonly DicomImage[]) => first?.object.seriesNumber ?? 0;
  return number(p) - number(q) || (a < b ? -1 : 1);
}
