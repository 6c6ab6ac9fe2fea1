// Colours, and words for them.

const NAMED: readonly (readonly [name: string, red: number, green: number, blue: number])[] = [
  ["white", 255, 255, 255],
  ["offwhite", 247, 244, 232],
  ["cream", 250, 240, 215],
  ["lightgrey", 230, 231, 232],
  ["lightgrey", 211, 211, 211],
  ["grey", 150, 150, 150],
  ["darkgrey", 80, 80, 80],
  ["black", 0, 0, 0],
  ["blue", 67, 142, 219],
  ["blue", 0, 90, 220],
  ["lightblue", 175, 210, 240],
  ["darkblue", 20, 45, 110],
  ["red", 225, 20, 30],
  ["darkred", 130, 10, 20],
  ["pink", 245, 170, 190],
  ["orange", 245, 140, 30],
  ["yellow", 250, 220, 60],
  ["green", 40, 150, 70],
  ["lightgreen", 180, 225, 180],
  ["purple", 120, 50, 150],
  ["brown", 120, 80, 45],
];

/** What people order most often, whatever their document asks for. */
export const COMMON = ["FFFFFF", "438EDB", "E1141E", "D9D9D9"] as const;

/** RRGGBB in capitals, as the server writes colours; null if it is none. */
export function asCode(text: string): string | null {
  const code = text.trim().replace(/^#/, "").toUpperCase();
  return /^[0-9A-F]{6}$/.test(code) ? code : null;
}

/** The name of the nearest colour that has one: a key of the words for colours. */
export function nameOf(code: string): string {
  const [red, green, blue] = channels(code);
  let best = NAMED[0]!;
  let least = Infinity;
  for (const each of NAMED) {
    // the "redmean" approximation of how different two colours look
    const mean = (red + each[1]) / 2;
    const far =
      (2 + mean / 256) * (red - each[1]) ** 2 + 4 * (green - each[2]) ** 2 + (2 + (255 - mean) / 256) * (blue - each[3]) ** 2;
    if (far < least) [best, least] = [each, far];
  }
  return best[0];
}

function channels(code: string): [number, number, number] {
  return [0, 2, 4].map((at) => Number.parseInt(code.slice(at, at + 2), 16)) as [number, number, number];
}

/** The document's colours first, then the common ones that it does not have. */
export function swatches(ofDocument: readonly string[]): { asked: string[]; others: string[] } {
  const asked = [...new Set(ofDocument.map((each) => each.toUpperCase()))];
  const names = asked.map(nameOf);
  return { asked, others: COMMON.filter((each) => !names.includes(nameOf(each))) };
}
