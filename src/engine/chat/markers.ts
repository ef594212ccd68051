/** A marker as models write it: [2], [1, 3], [1-3], 【2】, [^2], [Source 2]. */
const marker =
  /[[【]{1,2}\s*(?:\^|(?:sources?|passages?|quellen?|fuentes?|doc(?:ument)?s?|refs?)\.?\s*)?(\d{1,3}(?:\s*(?:,|;|-|–|and|und|&)\s*\d{1,3})*)\s*[\]】]{1,2}/iy;
/** What can still become a marker when more text comes. */
const openMarker = /[[【]{1,2}\s*(?:\^|[a-z]{0,9}\.?\s*)?(?:[\d\s,;&–-]|and|und|an?$|un?$)*$/iy;
/** A bracket that has not become a marker after so many characters is text; lists of numbers may be longer. */
const longestOpen = 12;
const longestList = 48;

/** Turns the text of a model, piece by piece, into text in which every marker names a source of this answer. */
export interface MarkerResolver {
  /** The text that may be shown now; what could still become a marker is held back. */
  feed(text: string): string;
  /** What was held back, at the end of the stream. */
  finish(): string;
}

/** Numbers inside a marker; a range stands for all its numbers, at most nine. */
function numbersOf(list: string): number[] {
  const numbers: number[] = [];
  for (const part of list.split(/,|;|and|und|&/i)) {
    const [first, last] = part.split(/-|–/).map((piece) => Number.parseInt(piece, 10));
    if (first === undefined || Number.isNaN(first)) continue;
    const end = last === undefined || Number.isNaN(last) || last < first || last - first > 8 ? first : last;
    for (let number = first; number <= end; number += 1) numbers.push(number);
  }
  return numbers;
}

/**
 * Markers that name no source are dropped before anybody sees them, so a bare bracket never leaks. A resolved marker
 * never touches "(" or ":" either: Markdown would take it for a link or for the definition of one.
 */
export function createMarkerResolver(isSource: (number: number) => boolean): MarkerResolver {
  let held = "";

  const take = (finished: boolean): string => {
    let shown = "";
    let index = 0;
    while (index < held.length) {
      const open = held.slice(index).search(/[ \t]*[[【]/);
      if (open < 0) {
        // Blanks at the end wait: they go when a dropped marker follows.
        const rest = held.slice(index);
        const blanks = finished ? 0 : (/[ \t]*$/.exec(rest)?.[0].length ?? 0);
        shown += rest.slice(0, rest.length - blanks);
        index = held.length - blanks;
        break;
      }
      shown += held.slice(index, index + open);
      index += open;
      const blanks = /^[ \t]*/.exec(held.slice(index))?.[0] ?? "";
      const bracket = index + blanks.length;
      marker.lastIndex = bracket;
      const match = marker.exec(held);
      if (match) {
        const after = bracket + match[0].length;
        if (after >= held.length && !finished) break;
        const resolved = [...new Set(numbersOf(match[1] as string))].filter(isSource);
        const next = held.charAt(after);
        if (resolved.length > 0) {
          shown += blanks + resolved.map((number) => `[${number}]`).join("");
          if (next === "(" || next === ":") shown += " ";
        } else if (!/^[\s.,;:!?)\]。，；！？]?$/.test(next)) shown += blanks;
        index = after;
        continue;
      }
      openMarker.lastIndex = bracket;
      const waiting = openMarker.test(held);
      const longest = /^.{1,2}\s*(?:\^|[a-z]{0,9}\.?\s*)?\d/is.test(held.slice(bracket)) ? longestList : longestOpen;
      if (waiting && held.length - bracket <= longest) {
        if (!finished) break;
        // The stream broke inside a marker: its beginning is not text.
        if (/^.\s*(?:\^|[a-z]{3,9}\.?\s+)?\d/i.test(held.slice(bracket)) || held.length - bracket === 1) {
          index = held.length;
          break;
        }
      }
      const numbered = /^[[【]{1,2}\s*\d{1,3}(?=[\s[【])/.exec(held.slice(bracket));
      if (numbered && !/^[^\][]*[\]】]/.test(held.slice(bracket + numbered[0].length))) {
        // Only the beginning of a marker: "[1 The rent is …" says nothing with its bracket and its number.
        if (held.length - bracket <= longestList && !finished) break;
        index = bracket + numbered[0].length;
        continue;
      }
      shown += blanks + held.charAt(bracket);
      index = bracket + 1;
    }
    held = held.slice(index);
    return shown;
  };

  return {
    feed(text) {
      held += text;
      return take(false);
    },
    finish() {
      const rest = take(true);
      held = "";
      return rest;
    },
  };
}

/** Numbers of the resolved markers in a text, in order of first use. */
export function markersIn(text: string): number[] {
  return [...new Set([...text.matchAll(/\[(\d{1,3})\]/g)].map((match) => Number(match[1])))];
}

/** The text without its resolved markers, each replaced by blanks so that offsets stay. */
export function blankMarkers(text: string): string {
  return text.replaceAll(/\[\d{1,3}\]/g, (found) => " ".repeat(found.length));
}
