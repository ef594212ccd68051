import { describe, expect, it } from "vitest";

import { findListing } from "../../../src/engine/chat/listing-request.ts";

describe("findListing", () => {
  it.each([
    ["How many files do I have?", { kind: "count", extension: null, group: "all" }],
    ["How many PDFs are there?", { kind: "count", extension: "pdf" }],
    ["how many documents could not be read?", { kind: "count", group: "failed" }],
    ["List all my documents", { kind: "list" }],
    ["Show me the PDF files", { kind: "list", extension: "pdf" }],
    ["Which files could not be read?", { kind: "list", group: "failed" }],
    ["What documents do you have?", { kind: "list" }],
    ["Which files mention the deposit?", { kind: "holding", words: "the deposit" }],
    ["Which of my documents are about insurance?", { kind: "holding", words: "insurance" }],
    ["In which documents is the boiler mentioned?", { kind: "holding", words: "the boiler" }],
    ["Welche Dateien enthalten das Wort Kaution?", { kind: "holding", words: "das Wort Kaution" }],
    ["Wie viele Dokumente habe ich?", { kind: "count" }],
    ["¿Qué documentos mencionan la fianza?", { kind: "holding", words: "la fianza" }],
    ["Сколько документов?", { kind: "count" }],
  ])("%j goes to the document table", (question, expected) => {
    expect(findListing(question)).toMatchObject(expected);
  });

  it.each([
    "How many rooms does the flat have?",
    "How many days of notice must I give?",
    "Which documents do I need for a visa?",
    "Which documents are required to register a car?",
    "What files must a tenant hand over?",
    "List the rooms of the flat",
    "List the documents required for the loan",
    "How many documents must the applicant send?",
    "How many notes does the song have?",
    "What is the largest file the mail server accepts?",
    "Welche Unterlagen muss ich einreichen?",
    "Who wrote the document?",
  ])("%j is a question to the files", (question) => {
    expect(findListing(question)).toBeNull();
  });
});
