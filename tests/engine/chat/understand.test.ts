import { describe, expect, it } from "vitest";

import { understand } from "../../../src/engine/chat/understand.ts";
import { DocentError } from "../../../src/engine/platform/docent-error.ts";

function codeOf(text: string): string {
  try {
    understand(text, []);
  } catch (error) {
    return error instanceof DocentError ? error.code : "other";
  }
  return "none";
}

describe("understand", () => {
  it.each(["", "   \n", "?!", "…"])("refuses %j as empty", (text) => {
    expect(codeOf(text)).toBe("question-empty");
  });

  it("refuses bytes", () => {
    expect(codeOf("PK\u0003\u0004\0\0")).toBe("question-binary");
    expect(codeOf(`what ${"\u0001\ufffd\u0007".repeat(20)}`)).toBe("question-binary");
  });

  it("shortens a very long question and says so", () => {
    const understood = understand(`What is the rent? ${"😀".repeat(100_000)}`, []);
    expect([...understood.question]).toHaveLength(4_000);
    expect(understood.notice).toContain("4,000");
  });

  it.each([
    ["What is the deposit in lease-2024.pdf?", ["lease-2024.pdf"], "What is the deposit?"],
    ["@lease-2024.pdf what is the deposit?", ["lease-2024.pdf"], "what is the deposit?"],
    ['@"my lease.pdf" what is the deposit?', ["my lease.pdf"], "what is the deposit?"],
    ["Was steht in der Datei Vertrag.docx?", ["Vertrag.docx"], "Was steht?"],
    ["What is the deposit in the lease?", [], "What is the deposit in the lease?"],
    ["Mail anna@example.com about it", [], "Mail anna@example.com about it"],
  ])("takes the files out of %j", (text, fileNames, query) => {
    expect(understand(text, [])).toMatchObject({ fileNames, query });
  });

  it("keeps the question as asked beside what is searched", () => {
    const understood = understand("And in 2023?", ["What was the rent in 2022?"]);
    expect(understood).toMatchObject({ question: "And in 2023?", query: "What was the rent in 2023?" });
  });
});
