/**
 * NiiVue rebuilds a gradient texture of the whole volume at every upload and every change of window. Only its 3-D
 * rendering looks at it, which the panes never show, and it is most of the time and half of the graphics memory that a
 * volume takes: so it is built one voxel large. NiiVue 0.69 has no switch for it.
 */

import type { Niivue } from "@niivue/niivue";

export function skipGradient(niivue: Niivue): void {
  const { gl } = niivue;
  const gradientUnits: number[] = [gl.TEXTURE6, gl.TEXTURE8];
  const gradients = new WeakSet<WebGLTexture>();

  const makeTexture = niivue.rgbaTex.bind(niivue);
  niivue.rgbaTex = (texture, unit, dims, isInit) => {
    if (!gradientUnits.includes(unit)) return makeTexture(texture, unit, dims, isInit);
    const made = makeTexture(texture, unit, [3, 1, 1, 1], isInit);
    if (made) gradients.add(made);
    return made;
  };

  // It is drawn slice by slice: all of them go to the only one there is.
  const attachLayer = gl.framebufferTextureLayer.bind(gl);
  gl.framebufferTextureLayer = (target, attachment, texture, level, layer) =>
    attachLayer(target, attachment, texture, level, texture && gradients.has(texture) ? 0 : layer);
}
