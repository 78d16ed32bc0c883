/** The headers of JPEG streams, lossless and JPEG-LS ones too. Sources: ITU-T T.81 B.2, T.87 C.2. */

/** The segment that gives a frame's size, by the process it is compressed with. */
export const JPEG_FRAMES = { jpeg: 0xffc0, "jpeg-lossless": 0xffc3, "jpeg-ls": 0xfff7 } as const;

const START = 0xffd8;
const SCAN = 0xffda;
const APP14 = 0xffee;
/** Among the markers of frames, but tables. */
const TABLES = [0xffc4, 0xffc8, 0xffcc];
/** The most behind the end of a stream that is taken for padding, bytes. */
const MAX_PADDING = 64;

export interface JpegHead {
  /** The marker of its frame. */
  readonly frame: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Of a sample, in bits. */
  readonly precision: number;
  /** True where each sample has a scan of its own. */
  readonly planar: boolean;
  /** True where it says that its samples are red, green and blue, not luma and chroma. */
  readonly isRgb: boolean;
}

interface Segment {
  readonly marker: number;
  readonly body: Uint8Array;
}

/** Undefined for what does not begin as a stream of one frame. */
export function readJpegHead(stream: Uint8Array): JpegHead | undefined {
  let frame: Omit<JpegHead, "planar"> | undefined;
  let isUntransformed = false;
  for (const { marker, body } of segmentsOf(stream)) {
    if (marker === APP14 && textOf(body.subarray(0, 5)) === "Adobe") isUntransformed = body[11] === 0;
    if (isFrame(marker)) {
      if (frame || body.length < 9) return undefined;
      const [precision = 0, rowsHigh = 0, rowsLow = 0, columnsHigh = 0, columnsLow = 0, samples = 0] = body;
      const ids = body.subarray(6).filter((_, i) => i % 3 === 0);
      frame = {
        frame: marker,
        rows: rowsHigh * 256 + rowsLow,
        columns: columnsHigh * 256 + columnsLow,
        samples,
        precision,
        isRgb: textOf(ids) === "RGB",
      };
    }
    if (marker === SCAN) {
      return frame && { ...frame, planar: frame.samples > 1 && body[0] === 1, isRgb: frame.isRgb || isUntransformed };
    }
  }
  return undefined;
}

/** False where the stream was cut short. */
export function hasJpegEnd(stream: Uint8Array): boolean {
  const tail = stream.subarray(Math.max(0, stream.length - MAX_PADDING));
  return tail.some((byte, i) => byte === 0xff && tail[i + 1] === 0xd9);
}

const isFrame = (marker: number) =>
  marker === JPEG_FRAMES["jpeg-ls"] || (marker >= 0xffc0 && marker <= 0xffcf && !TABLES.includes(marker));

const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 8));

/** Those before the pixels, and the head of the first scan; ends early where the stream is damaged. */
function* segmentsOf(stream: Uint8Array): Generator<Segment> {
  const word = (at: number) => (stream[at] ?? 0) * 256 + (stream[at + 1] ?? 0);
  if (word(0) !== START) return;
  for (let at = 2; at + 4 <= stream.length; ) {
    const marker = word(at);
    const end = at + 2 + word(at + 2);
    if (marker === 0xffff) {
      // Any number of bytes 255 may come before a marker.
      at++;
      continue;
    }
    if (marker < 0xffc0 || end < at + 4 || end > stream.length) return;
    yield { marker, body: stream.subarray(at + 4, end) };
    if (marker === SCAN) return;
    at = end;
  }
}
