/**
 * Noise-free intensities of the head phantom's tissues on a scale of 0 to about 1000.
 *
 * Source: the order every textbook gives for T1-weighted contrast at clinical field strength: fat brightest, then
 * white matter, the deep nuclei, grey matter, muscle, cerebrospinal fluid, and last cortical bone and air, which give
 * next to no signal. Fatty marrow brightens the diploe; inflowing blood brightens arteries in a gradient-echo scan;
 * veins in the white matter are dark. The numbers are round ones in that order and belong to no scanner.
 */
export const TISSUE = {
  air: 0,
  bone: 60,
  csf: 170,
  vitreous: 190,
  vein: 330,
  dura: 360,
  muscle: 430,
  greyMatter: 540,
  diploe: 560,
  skin: 600,
  caudate: 590,
  putamen: 615,
  thalamus: 665,
  pallidum: 720,
  brainstem: 760,
  whiteMatter: 810,
  artery: 930,
  fat: 960,
} as const;
