// Columns of a terminal: a Chinese character takes two of them.

/** East Asian characters that are wide (Unicode, annex 11), as far as texts and file names here have them. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;

export function columnsOf(text: string): number {
  return [...text.replace(wide, '  ')].length;
}

/** @returns The text with blanks before it, if it is narrower. */
export function toRight(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;
}

/** @returns The text with blanks behind it, if it is narrower. */
export function toLeft(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** @returns The text, and an ellipsis in place of its end where it would take so many columns or more. */
export function shorten(text: string, columns: number): string {
  if (columnsOf(text) < columns) return text;
  let kept = '';
  for (const character of text) {
    if (columnsOf(kept + character) > columns - 2) break;
    kept += character;
  }
  return `${kept}…`;
}
