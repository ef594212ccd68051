/** How much of a long file is enough to tell its encoding; bytes. */
const detectionBytes = 64 * 1024;

function decodeWith(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** UTF-16 without a mark: in Latin text every second byte is zero. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const sample = bytes.subarray(0, 4_096);
  if (sample.length < 8) return null;
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] as number) + 1;
  const half = sample.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (odd > half * 0.4 && even < half * 0.05) return "utf-16le";
  if (even > half * 0.4 && odd < half * 0.05) return "utf-16be";
  return null;
}

/** True when bytes hold what no text holds: zeros, or many control characters. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, detectionBytes);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls > sample.length * 0.01;
}

/** The text of UTF-8 bytes without their byte order mark, or null when they are not UTF-8 or not text. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  if (looksBinary(bytes)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The text of a file in any other encoding, or null when it is no text. A byte order mark decides, then a guess from
 * the bytes (jschardet); the guess is right for 99 of 100 files with a few lines of text, and may be wrong for a word.
 */
export async function decodeOther(bytes: Uint8Array): Promise<string | null> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeWith("utf-16le", bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeWith("utf-16be", bytes);
  const wide = wideEncoding(bytes);
  if (wide !== null) return decodeWith(wide, bytes);
  if (looksBinary(bytes)) return null;
  // Mostly UTF-8 with a few broken bytes reads better as UTF-8 than as anything else.
  const lenient = decodeWith("utf-8", bytes);
  const broken = lenient.match(/\uFFFD/g)?.length ?? 0;
  const whole = lenient.match(/[^\u0000-\u007F\uFFFD]/gu)?.length ?? 0;
  if (whole > broken * 20) return lenient;
  const [{ detect }, { default: iconv }] = await Promise.all([import("jschardet"), import("iconv-lite")]);
  const guess = detect(Buffer.from(bytes.subarray(0, detectionBytes)));
  const encoding = guess.encoding !== null && iconv.encodingExists(guess.encoding) ? guess.encoding : "windows-1252";
  const decoded = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
  return decoded.startsWith("\uFEFF") ? decoded.slice(1) : decoded;
}
