/** The few things of a DOM element that the reader of HTML needs. */
export interface HtmlElement {
  readonly nodeType: number;
  readonly localName: string;
  readonly childNodes: ArrayLike<HtmlNode>;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}

export interface HtmlNode {
  readonly nodeType: number;
  readonly textContent: string | null;
}

const hidingDeclaration =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?(?![.\d])|font-size\s*:\s*[012](?:\.\d+)?(?:px|pt)?(?![.\d%\w])|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:px|pt|em))/i;
const whiteText =
  /(?:^|[;\s])color\s*:\s*(?:white|#fff(?:fff)?(?![0-9a-f])|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)/i;
const background = /(?:^|[;\s])background(?:-color|-image)?\s*:\s*(?!none|transparent|white|#fff(?:fff)?(?![0-9a-f]))/i;

/** What the declarations of an element or rule do to its text. */
export interface Look {
  hides: boolean;
  white: boolean;
  background: boolean;
}

/** Reads CSS declarations; only plain, direct ways of hiding are recognised. */
function lookOf(declarations: string): Look {
  const short = declarations.slice(0, 2_000);
  return { hides: hidingDeclaration.test(short), white: whiteText.test(short), background: background.test(short) };
}

/** Rules of style sheets for a single class, id or element name that hide text: selector → look. */
export function hidingRules(styleSheet: string): Map<string, Look> {
  const rules = new Map<string, Look>();
  for (const rule of styleSheet.slice(0, 200_000).split("}")) {
    const brace = rule.lastIndexOf("{");
    if (brace < 0) continue;
    const look = lookOf(rule.slice(brace + 1));
    if (!look.hides && !look.white && !look.background) continue;
    for (const selector of rule.slice(0, brace).split(",")) {
      const name = selector.trim();
      if (/^[.#]?[\w-]{1,100}$/.test(name)) rules.set(name.toLowerCase(), look);
    }
  }
  return rules;
}

/** The look of an element by its own attributes and by simple rules. */
export function elementLook(element: HtmlElement, rules: ReadonlyMap<string, Look>): Look {
  const look = lookOf(element.getAttribute("style") ?? "");
  if (element.getAttribute("hidden") !== null) look.hides = true;
  const color = element.getAttribute("color");
  if (color !== null && /^(?:white|#fff(?:fff)?)$/i.test(color)) look.white = true;
  if (element.getAttribute("bgcolor") !== null) look.background = true;
  if (rules.size === 0) return look;
  const names = [
    element.localName,
    `#${element.getAttribute("id") ?? ""}`,
    ...(element.getAttribute("class") ?? "").split(/\s+/, 50).map((name) => `.${name}`),
  ];
  for (const name of names) {
    const rule = rules.get(name.toLowerCase());
    if (rule === undefined) continue;
    look.hides ||= rule.hides;
    look.white ||= rule.white;
    look.background ||= rule.background;
  }
  return look;
}
