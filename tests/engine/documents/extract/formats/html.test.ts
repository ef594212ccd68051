import { describe, expect, test } from "vitest";

import { extractHtml } from "../../../../../src/engine/documents/extract/formats/html.ts";
import { blocksOf, hiddenOf } from "../../../../support/blocks-of.ts";

const read = (html: string) => extractHtml(html, 1_000_000);

describe("HTML", () => {
  test("headings, paragraphs, lists, code and rows", async () => {
    const result = await read(`
      <h1>Title</h1><p>One <b>bold</b><br>line &amp; more</p>
      <ul><li>first<ul><li>inner</li></ul></li><li><p>second</p></li></ul>
      <ol start="3"><li>third</li><li>fourth</li></ol>
      <pre>a\n  b</pre><blockquote>said</blockquote>
      <table><caption>Costs</caption><tr><th>Part</th><th>Euro</th></tr><tr><td>Rent</td><td>742</td></tr></table>`);
    expect(blocksOf(result)).toEqual([
      "heading1 Title",
      "paragraph One bold line & more",
      "list-item • first",
      "list-item • inner",
      "list-item • second",
      "list-item 3. third",
      "list-item 4. fourth",
      "code a\n  b",
      "quote said",
      "caption Costs",
      "table-row Part | Euro",
      "table-row Rent | 742",
    ]);
  });

  test("a cell that spans rows is said in each of them", async () => {
    const result = await read(
      "<table><tr><td rowspan=2>2025</td><td>May</td></tr><tr><td>June</td></tr><tr><td>2026</td><td>July</td></tr></table>",
    );
    expect(blocksOf(result)).toEqual(["table-row 2025 | May", "table-row 2025 | June", "table-row 2026 | July"]);
  });

  test("scripts, styles and menus are no text, and nothing is fetched", async () => {
    const result = await read(
      "<nav>Menu</nav><script>alert(1)</script><style>p{}</style><noscript>no</noscript><img src='https://example.com/x.png' alt='x'><p>Words</p><svg><text>drawn</text></svg>",
    );
    expect(result.text).toBe("Words");
  });

  test("the article stands for a page with menus around it", async () => {
    const paragraph = "<p>A long sentence about the walk over the ridge, with many words in it, so that it counts.</p>";
    const result = await read(
      `<html><head><title>The ridge | Walks</title></head><body><header><a href="/">Home</a></header><article><h1>The ridge</h1>${paragraph.repeat(20)}</article><aside>Subscribe to us</aside><footer>Imprint</footer></body></html>`,
    );
    expect(result.title).toBe("The ridge");
    expect(blocksOf(result)[0]).toBe("heading1 The ridge");
    expect(result.text).not.toMatch(/Subscribe|Imprint|Home/);
    expect(result.blocks).toHaveLength(21);
  });

  test("text that no reader sees is marked", async () => {
    const result = await read(
      `<style>.gone, #never { display: none }</style>
       <p>Seen.</p><p style="color:#fff">white</p><p hidden>attribute</p><div class="gone"><p>rule</p></div>
       <p style="font-size:1px">tiny</p><p style="position:absolute;left:-9999px">away</p>
       <p style="background:#000;color:white">white on black</p><p style="color:#fffafa00">odd</p>`,
    );
    expect(hiddenOf(result).join(" ")).toContain("white");
    const seen = ["Seen.", "white on black", "odd"];
    const hidden = ["white", "attribute", "rule", "tiny", "away"];
    const spans = result.hidden;
    for (const block of result.blocks) {
      const text = result.text.slice(block.start, block.end);
      const isHidden = spans.some((span) => span.start <= block.start && span.end >= block.end);
      expect([text, isHidden]).toEqual([text, hidden.includes(text)]);
      expect([...seen, ...hidden]).toContain(text);
    }
  });

  test("a page nested without end is damaged, not a full stack", async () => {
    const nested = `${"<div>".repeat(1_000)}x${"</div>".repeat(1_000)}`;
    await expect(read(nested)).rejects.toMatchObject({ outcome: "damaged" });
    await expect(read("<span>".repeat(500_000))).rejects.toMatchObject({ outcome: "damaged" });
  });

  test("paragraphs and items left open, as in old pages, do not count as nested", async () => {
    const result = await read(`<ul>${"<li>item".repeat(3_000)}</ul>`);
    expect(result.blocks).toHaveLength(3_000);
  });
});
