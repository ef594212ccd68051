import type { PdfStyle } from "./write-pdf.ts";

/** One file of the sample library: where its text comes from and what it is made into. */
export interface SampleDocument {
  /** Path below resources/sample-library. */
  path: string;
  /** Path below scripts/sample-library/sources. */
  source: string;
  kind: "copy" | "pdf" | "scan" | "docx";
  style?: Partial<PdfStyle>;
  /** Day it was written, as YYYY-MM-DD. */
  written?: string;
  author?: string;
}

const manager = "Brandl & Reiter Hausverwaltung GmbH";
const a4: [number, number] = [595.28, 841.89];
const a5: [number, number] = [419.53, 595.28];
const blue: [number, number, number] = [0.13, 0.25, 0.45];
const green: [number, number, number] = [0.1, 0.36, 0.26];
const black: [number, number, number] = [0.1, 0.1, 0.12];

/** Style of a PDF whose entry names only what differs. */
export const plainStyle: Omit<PdfStyle, "written" | "author"> = {
  size: a4,
  family: "sans",
  accent: black,
  bodySize: 11,
  footer: "",
};

/** All files, in the order of their paths. Adding one here and running the script is all it takes. */
export const sampleDocuments: readonly SampleDocument[] = [
  {
    path: "Flat/Betriebskosten 2025-26.pdf",
    source: "flat/betriebskosten.md",
    kind: "pdf",
    style: { accent: blue, footer: manager },
    written: "2026-11-16",
    author: manager,
  },
  {
    path: "Flat/Boiler manual Thermara K20.pdf",
    source: "flat/boiler-manual.md",
    kind: "pdf",
    style: { size: a5, bodySize: 9.5, accent: [0.62, 0.2, 0.12], footer: "Thermara K20, user manual" },
    written: "2021-02-01",
    author: "Thermara",
  },
  {
    path: "Flat/Deposit receipt (scan).pdf",
    source: "flat/receipt.md",
    kind: "scan",
    style: { size: a5, bodySize: 9.5, family: "serif" },
    written: "2025-03-28",
    author: manager,
  },
  {
    path: "Flat/Handover protocol.docx",
    source: "flat/handover.md",
    kind: "docx",
    written: "2025-03-31",
    author: manager,
  },
  { path: "Flat/Heating out.eml", source: "flat/heating-out.eml", kind: "copy" },
  { path: "Flat/Heating out - reply.eml", source: "flat/heating-reply.eml", kind: "copy" },
  {
    path: "Flat/House rules 2025.pdf",
    source: "flat/house-rules-2025.md",
    kind: "pdf",
    style: { accent: blue, footer: manager },
    written: "2024-12-09",
    author: manager,
  },
  {
    path: "Flat/House rules 2026.pdf",
    source: "flat/house-rules-2026.md",
    kind: "pdf",
    style: { accent: blue, footer: manager },
    written: "2025-12-11",
    author: manager,
  },
  { path: "Flat/If something happens.md", source: "flat/emergency.md", kind: "copy" },
  {
    path: "Flat/Lease agreement.pdf",
    source: "flat/lease.md",
    kind: "pdf",
    style: { family: "serif", bodySize: 12.5, footer: "Lease agreement, Amselgasse 14, flat 9" },
    written: "2025-03-18",
    author: manager,
  },
  {
    path: "Flat/Residents meeting October 2026.pdf",
    source: "flat/residents-meeting.md",
    kind: "pdf",
    style: { family: "serif" },
    written: "2026-10-12",
    author: "Roswitha Egger",
  },
  {
    path: "Health/Dentist estimate.docx",
    source: "health/dentist.md",
    kind: "docx",
    written: "2026-10-05",
    author: "Dr. Miriam Auer",
  },
  { path: "Health/Knee exercises.md", source: "health/knee.md", kind: "copy" },
  { path: "Home/Sourdough.md", source: "home/sourdough.md", kind: "copy" },
  { path: "Home/Washing machine.txt", source: "home/washing-machine.txt", kind: "copy" },
  {
    path: "Insurance/Bicycle invoice.pdf",
    source: "insurance/bicycle-invoice.md",
    kind: "pdf",
    style: { accent: green },
    written: "2025-05-14",
    author: "Radwerk Graz",
  },
  {
    path: "Insurance/Household policy.docx",
    source: "insurance/household.md",
    kind: "docx",
    written: "2025-04-16",
    author: "Aldania Versicherung AG",
  },
  { path: "Insurance/Water damage claim.eml", source: "insurance/claim.eml", kind: "copy" },
  {
    path: "Travel/Annecy confirmation.pdf",
    source: "travel/annecy.md",
    kind: "pdf",
    style: { accent: green },
    written: "2026-03-02",
    author: "Solange Favre",
  },
  { path: "Travel/Archive/Packing list.txt", source: "travel/packing.txt", kind: "copy" },
  { path: "Travel/Hochlahn ridge walk.html", source: "travel/ridge-walk.html", kind: "copy" },
  { path: "Travel/Packing list.txt", source: "travel/packing.txt", kind: "copy" },
  { path: "Travel/Passport.txt", source: "travel/passport.txt", kind: "copy" },
  {
    path: "Work/Invoice 2026-014.pdf",
    source: "work/invoice-014.md",
    kind: "pdf",
    written: "2026-06-30",
    author: "Ines Halloran",
  },
  {
    path: "Work/Norvik agreement.docx",
    source: "work/norvik-agreement.md",
    kind: "docx",
    written: "2026-05-04",
    author: "Ines Halloran",
  },
  { path: "Work/Norvik call 2026-09-14.md", source: "work/norvik-notes.md", kind: "copy" },
  { path: "Work/Style guide.md", source: "work/style-guide.md", kind: "copy" },
  { path: "Work/Tax notes 2026.txt", source: "work/tax-notes.txt", kind: "copy" },
  { path: "Work/Timesheet October 2026.csv", source: "work/timesheet.csv", kind: "copy" },
  { path: "Work/invoice_totals.py", source: "work/invoice_totals.py", kind: "copy" },
];
