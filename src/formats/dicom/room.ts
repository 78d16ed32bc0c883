/**
 * How many images the files that are looked through together may have. A file of many is asked to wait until those before
 * it are counted, so that what does not fit is refused before it takes memory or time, and always the same files are.
 */

import { EigenvoxError } from "../../core/errors";

/** In all files that are looked through together. */
export const MOST_IMAGES = 1 << 16;
/** What a file may have without being counted first. */
export const FEW_IMAGES = 256;

/** One file's. */
export interface Share {
  /** How many images it may have, and how many frames may be described; known when all files before it are counted. */
  most(): Promise<number>;
  /** Says how many frames were described. What they cost was spent, whatever becomes of the file. */
  describe(frames: number): void;
  /** False where so many images are more than there is room for; else they are counted. */
  fits(images: number): boolean;
  /** Lets the next file go on. */
  end(): void;
}

export class Room {
  private images = MOST_IMAGES;
  private descriptions = MOST_IMAGES;
  private before: Promise<void> = Promise.resolve();

  isFull(): boolean {
    return this.images === 0;
  }

  /** Of the next file, in the order in which they are counted; each has to end. */
  share(): Share {
    const turn = this.before;
    let end = () => {};
    this.before = new Promise((resolve) => {
      end = resolve;
    });
    let described = 0;
    return {
      most: async () => {
        await turn;
        return Math.min(this.images, this.descriptions);
      },
      describe: (frames) => {
        described = frames;
      },
      fits: (images) => {
        if (images > this.images) return false;
        this.images -= images;
        return true;
      },
      end: () => {
        this.descriptions = Math.max(0, this.descriptions - described);
        end();
      },
    };
  }
}

export const tooMany = () =>
  new EigenvoxError("E_TOO_LARGE", `There are more than ${MOST_IMAGES} images; open fewer files at once.`);
