import { createHash } from "node:crypto";

/** Writes a PDF from numbered objects by hand, with a correct table of places; object 1 is the catalogue. */
export function pdfBytes(
  objects: readonly (string | { dictionary: string; stream: Uint8Array })[],
  trailer = "",
): Uint8Array {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n")];
  const places: number[] = [];
  let length = (parts[0] as Buffer).length;
  const add = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  for (const [index, object] of objects.entries()) {
    places.push(length);
    if (typeof object === "string") {
      add(Buffer.from(`${index + 1} 0 obj\n${object}\nendobj\n`));
    } else {
      const dictionary = `<< ${object.dictionary} /Length ${object.stream.length} >>`;
      add(Buffer.from(`${index + 1} 0 obj\n${dictionary}\nstream\n`));
      add(Buffer.from(object.stream));
      add(Buffer.from("\nendstream\nendobj\n"));
    }
  }
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const start = length;
  add(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** A PDF of one page with Helvetica as /F1 and `content` as its drawing commands. */
export function onePagePdf(
  content: string | { dictionary: string; stream: Uint8Array },
  options: {
    page?: string;
    resources?: string;
    more?: readonly (string | { dictionary: string; stream: Uint8Array })[];
  } = {},
): Uint8Array {
  return pdfBytes([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${options.page ?? ""} /Resources << /Font << /F1 5 0 R >> ${options.resources ?? ""} >> /Contents 4 0 R >>`,
    typeof content === "string" ? { dictionary: "", stream: Buffer.from(content, "latin1") } : content,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...(options.more ?? []),
  ]);
}

const passwordPadding = Buffer.from("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a", "hex");

function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  let j = 0;
  const swap = (one: number, other: number): void => {
    [state[one], state[other]] = [state[other] as number, state[one] as number];
  };
  for (let index = 0; index < 256; index += 1) {
    j = (j + (state[index] as number) + (key[index % key.length] as number)) & 255;
    swap(index, j);
  }
  let i = 0;
  j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] as number)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
    }),
  );
}

/** A PDF that asks for a password (the standard handler, 40 bits: PDF 1.7, 7.6.3). */
export function encryptedPdf(password: string): Uint8Array {
  const md5 = (data: Uint8Array): Buffer => createHash("md5").update(data).digest().subarray(0, 5);
  const padded = Buffer.concat([Buffer.from(password), passwordPadding]).subarray(0, 32);
  const id = Buffer.alloc(16, 7);
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const owner = rc4(md5(padded), padded);
  const user = rc4(md5(Buffer.concat([padded, owner, permissions, id])), passwordPadding);
  const encrypt = `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${owner.toString("hex")}> /U <${user.toString("hex")}> >>`;
  return pdfBytes(
    [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ],
    `/Encrypt ${encrypt} /ID [<${id.toString("hex")}> <${id.toString("hex")}>]`,
  );
}
