/** `eigenvox/viewer-element`: importing it gives the page the element `<eigenvox-viewer>`. */

import { EigenvoxViewerElement } from "../element/viewer-element";

export { EigenvoxViewerElement, type ViewerEvents } from "../element/viewer-element";

const NAME = "eigenvox-viewer";

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, EigenvoxViewerElement);
