/**
 * The content security policy of a page. Nothing is fetched from anywhere but the page's own origin; the style nonce,
 * new with every load, is for the style elements of menus and dialogs. `connect` opens the way to the page's own
 * WebSocket under `docent serve`; a window of the app needs none.
 */
export function contentPolicy(options: { styleNonce: string; connect: "none" | "self" }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${options.styleNonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src '${options.connect}'`,
    "media-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** Where the page's HTML takes the style nonce of its load. */
export const styleNoncePlaceholder = "__STYLE_NONCE__";

/** Headers of every answer that a page gets, beside its policy and type. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};

/** Content types of what a built page consists of; other files are not given out. */
export const pageFileTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};
