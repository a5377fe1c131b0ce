/** Texts of other systems on a terminal: nothing that moves the cursor, hides or turns what is around it. */
export function printable(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `"${shown.replace(/[\p{C}\p{Zl}\p{Zp}"\\]/gu, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`)}"`;
}
