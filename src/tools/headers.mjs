/** What the page may do, as headers of every answer of its server, and as the `<meta>` of its `index.html`. */

/**
 * Everything from this origin, nothing to any other: what "this page sends nothing" rests on. 'wasm-unsafe-eval' lets
 * WebAssembly from this origin be compiled (the kernels of the processor, the decoder of compressed DICOM images); it does
 * not let text become script, as 'unsafe-eval' would. With Trusted Types text does not become markup either, and only
 * URLs that the one policy (`src/hosts/trusted-url.ts`) has seen become workers.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types eigenvox",
];

/** For hosts that send no headers. It reaches the document, not its workers, and cannot forbid frames around it. */
export const META_POLICY = POLICY.join("; ");

/** What browsers can be asked for and this page never asks for. Writing to the clipboard it does. */
const DENIED = [
  "accelerometer",
  "autoplay",
  "camera",
  "clipboard-read",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "window-management",
  "xr-spatial-tracking",
];

/** Of every file: workers go by the policy that comes with their own. @type {Readonly<Record<string, string>>} */
export const HEADERS = {
  "Content-Security-Policy": [...POLICY, "frame-ancestors 'none'"].join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": DENIED.map((feature) => `${feature}=()`).join(", "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
