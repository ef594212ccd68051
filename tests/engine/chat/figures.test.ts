import { describe, expect, it } from "vitest";

import { figureKeys, findFigures, holdsFigure } from "../../../src/engine/chat/figures.ts";

/** True when every figure of the claim is held by the evidence. */
function held(claim: string, evidence: string): boolean {
  const keys = figureKeys(findFigures(evidence));
  const figures = findFigures(claim);
  expect(figures.length).toBeGreaterThan(0);
  return figures.every((figure) => holdsFigure(keys, figure));
}

describe("figures", () => {
  it.each([
    ["1,900 euro", "1900 Euro"],
    ["1.900 Euro", "1,900 euro"],
    ["1 900 euro", "1,900 euro"],
    ["€1,900.50", "1.900,50 €"],
    ["2.5 million people", "2,500,000 people"],
    ["two months", "2 months"],
    ["zwölf Monate", "12 Monate"],
    ["on 3 May 2024", "2024-05-03"],
    ["on May 3, 2024", "3. Mai 2024"],
    ["03.05.2024", "3 May 2024"],
    ["in 2024", "on 3 May 2024"],
    ["at 2:30 pm", "at 14:30"],
    ["the 3rd floor", "floor 3"],
    ["invoice AB-1234", "Invoice no. AB-1234 of"],
    ["the 1980s", "in 1980s music"],
    ["pages 3-5", "from 3 to 5"],
    ["20 %", "20%"],
    ["5km", "5 km"],
    ["in May 2024", "3 May 2024"],
  ])("%j is held by %j", (claim, evidence) => {
    expect(held(claim, evidence)).toBe(true);
  });

  it.each([
    ["1,900 euro", "1,950 euro"],
    ["2.5 million people", "2.5 billion people"],
    ["two months", "three months"],
    ["3 May 2024", "4 May 2024"],
    ["3 May 2024", "3 June 2024"],
    ["AB-1234", "AB-1235"],
    ["at 2:30 pm", "at 2:30"],
    ["190", "1900"],
    ["in May 2024", "3 June 2024"],
    ["12 June 2009", "on 19 June 2009 it cost 12 euros"],
  ])("%j is not held by %j", (claim, evidence) => {
    expect(held(claim, evidence)).toBe(false);
  });

  it("tells units apart", () => {
    const [months] = findFigures("three months");
    const [days] = findFigures("3 days");
    expect(months?.unit?.group).toBe(days?.unit?.group);
    expect(months?.unit?.unit).not.toBe(days?.unit?.unit);
    expect(findFigures("€5")[0]?.unit).toEqual(findFigures("5 euros")[0]?.unit);
  });

  it("takes the modal verb for no month and the article for no number", () => {
    expect(findFigures("You may ask one of them.")).toEqual([]);
  });
});
