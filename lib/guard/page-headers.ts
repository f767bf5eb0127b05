const nothing = [
  "accelerometer",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "microphone",
  "midi",
  "payment",
  "usb",
];

/** What a page may load. Development needs eval and inline styles for hot reloading; production gets neither. */
function contentPolicy(nonce: string, dev: boolean): string {
  const policy: Record<string, string> = {
    "default-src": "'none'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src": dev ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": dev ? "'self' ws: wss:" : "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/**
 * The headers of every page, under our own server and under `next start` alike. The nonce is new for each answer. path:
 * of the page; an auditor's link is told to nobody, as whoever has it is let in.
 */
export function pageHeaders(nonce: string, dev: boolean, path = "/"): Record<string, string> {
  return {
    "content-security-policy": contentPolicy(nonce, dev),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": path.startsWith("/auditor/") ? "no-referrer" : "same-origin",
    "permissions-policy": nothing.map((name) => `${name}=()`).join(", "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  };
}
