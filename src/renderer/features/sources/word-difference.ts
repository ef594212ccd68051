export interface DifferencePart {
  kind: "same" | "removed" | "added";
  text: string;
}

const longest = 1_200;

/**
 * Difference of two passages by words: the longest common subsequence. Passages beyond 1,200 words are shown as
 * wholly changed rather than compared for seconds.
 */
export function wordDifference(before: string, after: string): DifferencePart[] {
  const a = before.match(/\s+|[^\s]+/g) ?? [];
  const b = after.match(/\s+|[^\s]+/g) ?? [];
  if (a.length > longest || b.length > longest) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DifferencePart[] = [];
  const add = (kind: DifferencePart["kind"], text: string): void => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add("same", a[i] ?? "");
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      add("removed", a[i] ?? "");
      i += 1;
    } else {
      add("added", b[j] ?? "");
      j += 1;
    }
  }
  return parts;
}
