/** How a DICOM file stores its pixels. Source: DICOM PS3.3 C.7.6.3 (Image Pixel Module), PS3.5 8. */

export interface PixelFormat {
  /** UID of the transfer syntax that the pixels are in. */
  readonly transferSyntax: string;
  readonly rows: number;
  readonly columns: number;
  /** Images in the file. */
  readonly frames: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Samples per pixel, and whether each has a plane of its own. */
  readonly samples: number;
  readonly planar: boolean;
  readonly photometric: string;
  /** Of the value of PixelData in the file. */
  readonly offset: number;
  /** Of that value, in bytes; undefined where it is encapsulated. */
  readonly length: number | undefined;
}
