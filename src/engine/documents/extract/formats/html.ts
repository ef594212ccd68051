import { cleanInline } from "../clean-text.ts";
import { ExtractionFailure } from "../extracted.ts";
import type { Extracted } from "../extracted.ts";
import { largestNesting } from "../limits.ts";
import { TextBuilder } from "../text-builder.ts";
import { HtmlBlocks } from "./html-blocks.ts";
import type { HtmlElement } from "./html-hidden.ts";

/** An article found by Readability stands for the page when it holds at least this share of the page's text. */
const articleShare = 0.4;
/** Only pages with these have something to leave out; shorter pages are read whole in any case. */
const furniture = "nav, aside, footer, header, [role=navigation], [role=banner], [role=contentinfo]";
const shortestArticle = 1_000;

/** The few things of a DOM document that are used here; the engine is compiled without the DOM's types. */
interface PageElement extends HtmlElement {
  readonly children: Iterable<PageElement>;
}

interface PageDocument {
  readonly documentElement: PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

async function parse(source: string): Promise<PageDocument> {
  const { parseHTML } = await import("linkedom");
  const whole = /<html[\s>]/i.test(source) ? source : `<!doctype html><html><body>${source}</body></html>`;
  return parseHTML(whole).document as PageDocument;
}

/** Elements that are often left open on purpose; they do not nest. */
const openEnded =
  /^(?:area|base|body|br|col|colgroup|dd|dt|embed|head|hr|html|img|input|li|link|meta|optgroup|option|p|param|rp|rt|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i;

/** The parser itself takes a time that grows with the square of the depth, so depth is first counted in the source. */
function checkSource(source: string): void {
  let depth = 0;
  for (const match of source.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})/g)) {
    if (openEnded.test(match[2] as string)) continue;
    depth = match[1] === "/" ? Math.max(0, depth - 1) : depth + 1;
    if (depth > largestNesting * 5) {
      throw new ExtractionFailure("damaged", "Its parts are nested too deeply in each other to be read.");
    }
  }
}

/** linkedom and Readability walk by recursion; a page too deep for them is refused before. */
function checkDepth(root: PageElement): void {
  let level: PageElement[] = [root];
  let depth = 0;
  while (level.length > 0) {
    depth += 1;
    if (depth > largestNesting) {
      throw new ExtractionFailure("damaged", "Its parts are nested too deeply in each other to be read.");
    }
    level = level.flatMap((element) => [...element.children]);
  }
}

function blocksOf(root: PageElement, styleSheets: string, textLimit: number, heading = ""): TextBuilder {
  const builder = new TextBuilder(textLimit);
  builder.addBlock("heading", heading, { level: 1 });
  new HtmlBlocks(builder, styleSheets).add(root);
  return builder;
}

/** Blocks of any HTML; for office files that were turned into HTML as well. */
export async function readHtml(source: string, textLimit: number): Promise<TextBuilder> {
  const document = await parse(source);
  checkDepth(document.documentElement);
  return blocksOf(document.documentElement, "", textLimit);
}

/**
 * A saved page: the article without menus where one is clearly there, else all text of the body.
 * Nothing that the page names is fetched; scripts are not run.
 */
export async function extractHtml(source: string, textLimit: number): Promise<Extracted> {
  checkSource(source);
  const document = await parse(source);
  checkDepth(document.documentElement);
  const styleSheets = [...document.querySelectorAll("style")].map((style) => style.textContent).join("\n");
  const title = cleanInline(document.querySelector("title")?.textContent ?? "").trim();
  const topHeading = cleanInline(document.querySelector("h1")?.textContent ?? "").trim();
  const whole = blocksOf(document.documentElement, styleSheets, textLimit);
  let builder = whole;
  const hasFurniture = whole.length >= shortestArticle && document.querySelector(furniture) !== null;
  const { Readability } = await import("@mozilla/readability");
  const article = hasFurniture ? new Readability(document, { charThreshold: 500 }).parse() : null;
  if (typeof article?.content === "string") {
    const body = await parse(article.content);
    // Readability takes the heading out when it says what the title says.
    const top = topHeading !== "" && !(article.textContent ?? "").includes(topHeading) ? topHeading : "";
    const found = blocksOf(body.documentElement, styleSheets, textLimit, top);
    if (found.length >= whole.length * articleShare) builder = found;
  }
  const heading = builder.blocks.find((block) => block.kind === "heading" && block.level === 1);
  const text = builder.text();
  const first = heading === undefined ? null : text.slice(heading.start, heading.end);
  return {
    partly: null,
    // Sites add their name to the title; the heading alone is what the page is called.
    title: title === "" || (first !== null && title.startsWith(first)) ? first : title,
    text,
    textFormat: "plain",
    blocks: builder.blocks,
    pages: [],
    runs: [],
    hidden: builder.hidden,
  };
}
