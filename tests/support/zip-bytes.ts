import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a zip file as a test wants it, also with a size that lies. */
export interface ZipPart {
  name: string;
  data: Uint8Array;
  /** What the directory says of the unpacked size, where it differs. */
  claimedBytes?: number;
  /** Points at the data of an earlier entry instead of having its own. */
  sameDataAs?: number;
}

function localHeader(name: Buffer, packed: Uint8Array, data: Uint8Array, claimed: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(crc32(data), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(claimed, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, packed]);
}

/** Writes a zip file by hand, because libraries refuse to write the ones that attackers write. */
export function zipBytes(parts: readonly ZipPart[]): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  const places: { offset: number; packed: number; crc: number }[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const claimed = part.claimedBytes ?? part.data.length;
    let place = part.sameDataAs === undefined ? undefined : places[part.sameDataAs];
    if (place === undefined) {
      const packed = deflateRawSync(part.data, { level: 9 });
      const local = localHeader(name, packed, part.data, claimed);
      place = { offset, packed: packed.length, crc: crc32(part.data) };
      locals.push(local);
      offset += local.length;
    }
    places.push(place);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(place.crc, 16);
    entry.writeUInt32LE(place.packed, 20);
    entry.writeUInt32LE(claimed, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(place.offset, 42);
    central.push(Buffer.concat([entry, name]));
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

const contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const relationships = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;

/** `body` as a whole word/document.xml. */
export function wordDocument(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
}

/** A DOCX of the least parts that Word and mammoth accept; `document` is the whole XML of its text. */
export function docxBytes(document: string | Uint8Array, more: readonly ZipPart[] = []): Uint8Array {
  const bytes = (text: string | Uint8Array): Uint8Array => (typeof text === "string" ? Buffer.from(text) : text);
  return zipBytes([
    { name: "[Content_Types].xml", data: bytes(contentTypes) },
    { name: "_rels/.rels", data: bytes(relationships) },
    { name: "word/document.xml", data: bytes(document) },
    ...more,
  ]);
}
