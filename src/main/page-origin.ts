/** The one origin that windows show. */
export const pageScheme = "app";
export const pageHost = "docent";
export const pageOrigin = `${pageScheme}://${pageHost}`;

/** A parsed address, or null; `URL.canParse` is missing in the oldest Electron that is tested. */
export function parseAddress(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** True for an address of our own page, whatever its path. */
export function isOwnPage(address: string): boolean {
  const url = parseAddress(address);
  return url !== null && url.protocol === `${pageScheme}:` && url.host === pageHost;
}
