/** How the viewer looks: in the colours of the page around it, light or dark (`color-scheme`), the image on black. */

export const STYLE = `
:host { display: block; font: 14px/1.4 system-ui, sans-serif; color: CanvasText; background: Canvas; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.bar, .status { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 6px 8px; }
.status { min-height: 40px; }
.status progress { flex: 1 1 80px; max-width: 240px; }
.grow { flex: 1 1 auto; }
label { display: inline-flex; align-items: center; gap: 6px; }
select, button { font: inherit; min-height: 28px; }
.error { margin: 0 8px 8px; padding: 8px; border: 1px solid currentColor; border-left-width: 4px; overflow-wrap: anywhere; }
.notices { margin: 0 8px 8px; }
.notices ul { margin: 4px 0 0; padding-left: 20px; }
.planes { display: grid; gap: 8px; padding: 0 8px; }
.plane { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 2px; outline-offset: 2px; cursor: crosshair; }
.plane:focus-visible { outline: 3px solid Highlight; }
.pane { position: relative; margin: 0; aspect-ratio: 1; overflow: hidden; background: #000; color: #fff; }
.pane canvas { display: block; width: 100%; height: 100%; image-rendering: pixelated; }
.pane figcaption, .letter { position: absolute; pointer-events: none; text-shadow: 0 0 3px #000, 0 0 3px #000; }
.pane figcaption { left: 6px; right: 6px; bottom: 4px; }
.pane .computed { color: #ffcf5c; }
.letter { font-weight: 600; }
.letter:nth-of-type(1) { left: 6px; top: 50%; transform: translateY(-50%); }
.letter:nth-of-type(2) { right: 6px; top: 50%; transform: translateY(-50%); }
.letter:nth-of-type(3) { top: 4px; left: 50%; transform: translateX(-50%); }
.letter:nth-of-type(4) { bottom: 24px; left: 50%; transform: translateX(-50%); }
.across, .down { position: absolute; pointer-events: none; background: #5cc8ff; opacity: 0.6; }
.across { left: 0; right: 0; height: 1px; }
.down { top: 0; bottom: 0; width: 1px; }
.curtain { position: absolute; top: 0; bottom: 0; width: 2px; margin-left: -1px; background: #fff; pointer-events: none; }
.divider { display: block; width: 100%; margin: 4px 0; }
.note { margin: 0; padding: 8px; }
@media (max-width: 480px) { .plane { grid-auto-flow: row; } }
`;
