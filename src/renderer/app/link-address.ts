export type CheckedLink = { ok: true; url: string; host: string } | { ok: false };

/** Only web and mail addresses of a sane length may be offered for opening. */
export function checkLink(address: string): CheckedLink {
  if (address.length > 2_048) return { ok: false };
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { ok: false };
  }
  if (url.protocol === "mailto:") return { ok: true, url: url.href, host: url.pathname };
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "") return { ok: false };
  return { ok: true, url: url.href, host: url.host };
}

/**
 * True when the address carries words of the documents outward: 20 or more characters in a row of its path, query
 * or fragment stand in one of the texts, read plainly or decoded.
 */
export function carriesText(address: string, texts: readonly string[]): boolean {
  const url = new URL(address);
  const tail = `${url.pathname}${url.search}${url.hash}`;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
  const decoded = (): string => {
    try {
      return decodeURIComponent(tail.replaceAll("+", " "));
    } catch {
      return tail;
    }
  };
  const candidates = [plain(tail), plain(decoded())];
  const haystack = texts.map(plain);
  return candidates.some((candidate) => {
    for (let at = 0; at + 20 <= candidate.length; at += 1) {
      const part = candidate.slice(at, at + 20);
      if (haystack.some((text) => text.includes(part))) return true;
    }
    return false;
  });
}
