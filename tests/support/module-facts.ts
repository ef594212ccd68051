import ts from "typescript";

export interface ModuleImport {
  specifier: string;
  /** Erased by the compiler: only types are taken. */
  typeOnly: boolean;
  line: number;
}

/** What the rules of the house ask of one source file; found by the compiler's own parser. */
export interface ModuleFacts {
  imports: ModuleImport[];
  lines: number;
  defaultExports: number[];
  /** Lines that write HTML from a string. */
  htmlSinks: number[];
  /** Lines with a recursive readdir, which follows links. */
  recursiveReaddirs: number[];
  /** Lines that name ipcMain or ipcRenderer. */
  rawIpc: number[];
  /** Lines that call shell.openExternal. */
  openExternals: number[];
  /** Lines that hand SQL to a database. */
  sql: number[];
  /** Lines that call the global fetch or make an XMLHttpRequest, WebSocket or EventSource. */
  webRequests: number[];
  /** Nothing but re-exports. */
  barrel: boolean;
}

const htmlProperties = new Set(["innerHTML", "outerHTML", "dangerouslySetInnerHTML", "srcdoc", "srcDoc"]);
const htmlCalls = new Set(["insertAdjacentHTML", "parseFromString", "createContextualFragment", "setHTMLUnsafe"]);
const requestNames = new Set(["XMLHttpRequest", "WebSocket", "EventSource"]);
const sqlStart = /^\s*(select|insert|update|delete|create|drop|alter|pragma|with|vacuum|replace|begin|attach)\b/i;

function importsOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function exportsOnlyTypes(declaration: ts.ExportDeclaration): boolean {
  if (declaration.isTypeOnly) return true;
  const clause = declaration.exportClause;
  return clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((element) => element.isTypeOnly);
}

function literalText(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text;
  return undefined;
}

function calledName(call: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(call.expression)) return call.expression.name.text;
  return ts.isIdentifier(call.expression) ? call.expression.text : "";
}

function hasTrueProperty(node: ts.Node, name: string): boolean {
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(
      (property) =>
        ts.isPropertyAssignment(property) &&
        property.name.getText() === name &&
        property.initializer.kind !== ts.SyntaxKind.FalseKeyword,
    )
  );
}

/** Reads one module. `fileName` only tells TypeScript from TSX. */
export function readModule(fileName: string, text: string): ModuleFacts {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const facts: ModuleFacts = {
    imports: [],
    lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
    defaultExports: [],
    htmlSinks: [],
    recursiveReaddirs: [],
    rawIpc: [],
    openExternals: [],
    sql: [],
    webRequests: [],
    barrel: false,
  };

  const readCall = (node: ts.CallExpression): void => {
    const name = calledName(node);
    const first = node.arguments[0];
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword || name === "require") {
      const specifier = literalText(first);
      if (specifier !== undefined) facts.imports.push({ specifier, typeOnly: false, line: lineOf(node) });
    }
    if (/^readdir(Sync)?$/.test(name) && node.arguments.some((argument) => hasTrueProperty(argument, "recursive"))) {
      facts.recursiveReaddirs.push(lineOf(node));
    }
    const onRegExp =
      ts.isPropertyAccessExpression(node.expression) && ts.isRegularExpressionLiteral(node.expression.expression);
    if (!onRegExp && /^(prepare|exec|pragma)$/.test(name) && sqlStart.test(literalText(first) ?? ""))
      facts.sql.push(lineOf(node));
    if (name === "openExternal") facts.openExternals.push(lineOf(node));
    if (htmlCalls.has(name)) facts.htmlSinks.push(lineOf(node));
    if (ts.isIdentifier(node.expression) && name === "fetch") facts.webRequests.push(lineOf(node));
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      facts.imports.push({
        specifier: literalText(node.moduleSpecifier) ?? "",
        typeOnly: importsOnlyTypes(node.importClause),
        line: lineOf(node),
      });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      facts.imports.push({
        specifier: literalText(node.moduleSpecifier) ?? "",
        typeOnly: exportsOnlyTypes(node),
        line: lineOf(node),
      });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      facts.imports.push({
        specifier: literalText(node.argument.literal) ?? "",
        typeOnly: true,
        line: lineOf(node),
      });
    } else if (ts.isCallExpression(node)) {
      readCall(node);
    } else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && requestNames.has(node.expression.text)) {
      facts.webRequests.push(lineOf(node));
    } else if (ts.isExportAssignment(node)) {
      facts.defaultExports.push(lineOf(node));
    } else if (node.kind === ts.SyntaxKind.DefaultKeyword && node.parent.kind !== ts.SyntaxKind.DefaultClause) {
      facts.defaultExports.push(lineOf(node));
    }
    if (ts.isIdentifier(node)) {
      if (htmlProperties.has(node.text)) facts.htmlSinks.push(lineOf(node));
      if (node.text === "ipcMain" || node.text === "ipcRenderer") facts.rawIpc.push(lineOf(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  facts.barrel =
    source.statements.length > 0 &&
    source.statements.every(
      (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
    );
  return facts;
}
