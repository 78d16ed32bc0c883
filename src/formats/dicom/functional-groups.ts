/** Where files of many frames say what holds for all of them, and for each. */

export const SHARED_GROUPS = 0x52009229;
export const FRAME_GROUPS = 0x52009230;
/** Functional groups that hold what is read. Source: PS3.3 C.7.6.16 and C.8.13. */
export const GROUPS: ReadonlySet<number> = new Set([
  0x00209113, // plane position
  0x00209116, // plane orientation
  0x00209111, // frame content
  0x00289110, // pixel measures
  0x00289145, // pixel value transformation
  0x00289132, // window
  0x00189226, // frame type of MR
  0x00189114, // echo
  0x00189117, // diffusion
  0x00189112, // timing
  0x00189115, // modifier
]);
