import type { Page } from "@playwright/test";

/** Every attribute in the page that names an address outside the page's own place, as "TAG attribute value". */
export function foreignAddresses(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names = [
      "src",
      "srcset",
      "href",
      "xlink:href",
      "poster",
      "data",
      "action",
      "formaction",
      "background",
      "ping",
      "cite",
      "longdesc",
      "manifest",
    ];
    const own = `${location.protocol}//${location.host}/`;
    const found: string[] = [];
    for (const element of document.querySelectorAll("*")) {
      for (const name of names) {
        const value = element.getAttribute(name);
        if (value === null || value === "" || value.startsWith("#")) continue;
        if (!new URL(value, location.href).href.startsWith(own)) found.push(`${element.tagName} ${name} ${value}`);
      }
      const style = element.getAttribute("style") ?? "";
      if (/url\(/i.test(style)) found.push(`${element.tagName} style ${style}`);
      for (const attribute of element.attributes) {
        if (/^on/i.test(attribute.name)) found.push(`${element.tagName} ${attribute.name}`);
      }
    }
    return found;
  });
}
