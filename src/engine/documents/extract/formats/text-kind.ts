import path from "node:path";

export type TextKind = "markdown" | "html" | "code" | "rows" | "plain";

const markdown = new Set([".md", ".markdown", ".mdown", ".mkd", ".mdx"]);
const html = new Set([".html", ".htm", ".xhtml"]);
const rows = new Set([".csv", ".tsv"]);
const code = new Set(
  (
    ".astro .bash .bat .c .cc .cfg .clj .cmake .cmd .conf .cpp .cs .css .cu .cxx .dart .diff .dockerfile .el .erl .ex " +
    ".exs .f90 .fish .fs .go .gradle .graphql .groovy .h .hpp .hs .hxx .ini .ipynb .java .jl .js .json .json5 .jsonc " +
    ".jsonl .jsx .kt .kts .less .lisp .lua .m .makefile .mjs .cjs .ml .mm .nim .nix .pas .patch .php .pl .plist .pm " +
    ".proto .ps1 .py .r .rb .rs .sass .scala .scss .sh .sol .sql .svelte .swift .tcl .tf .toml .ts .tsx .v .vb .vhd " +
    ".vim .vue .wat .xml .xsd .xsl .yaml .yml .zig .zsh"
  ).split(" "),
);
const codeNames = new Set(["makefile", "dockerfile", "gemfile", "rakefile", "cmakelists.txt", "jenkinsfile"]);

/** True for names that promise text. */
export function isTextName(name: string): boolean {
  const extension = path.extname(name).toLowerCase();
  return (
    extension === ".txt" || markdown.has(extension) || html.has(extension) || rows.has(extension) || code.has(extension)
  );
}

/** How a file that is text is read: by its name, and as HTML also by its first words. */
export function textKindOf(name: string, text: string): TextKind {
  const extension = path.extname(name).toLowerCase();
  if (markdown.has(extension)) return "markdown";
  if (html.has(extension) || (!code.has(extension) && /^\s*(?:<!doctype html|<html[\s>])/i.test(text.slice(0, 500)))) {
    return "html";
  }
  if (rows.has(extension)) return "rows";
  if (code.has(extension) || codeNames.has(name.toLowerCase()) || text.startsWith("#!")) return "code";
  return "plain";
}
