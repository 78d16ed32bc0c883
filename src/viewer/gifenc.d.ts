/** The part of gifenc that is used; it brings no types. */
declare module "gifenc" {
  type Colour = [red: number, green: number, blue: number];

  export function GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { palette?: Colour[]; delay?: number; repeat?: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };

  export function quantize(rgba: Uint8Array | Uint8ClampedArray, colours: number): Colour[];
}
