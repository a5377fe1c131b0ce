/**
 * How much a text shares with others, from 0 to 1: letters counted, whatever their order.
 * It is `quick_ratio` of Python's `difflib.SequenceMatcher`, linear in the length of both. Django's check of the
 * lengths beforehand only saves time, and is not needed here.
 */
export function similarityTo(text: string): (other: string) => number {
  const [letters, length] = countLetters(text);
  return (other) => {
    const [otherLetters, otherLength] = countLetters(other);
    let shared = 0;
    for (const [letter, count] of otherLetters) shared += Math.min(count, letters.get(letter) ?? 0);
    return length && otherLength ? (2 * shared) / (length + otherLength) : 0;
  };
}

function countLetters(text: string): [Map<string, number>, number] {
  const counts = new Map<string, number>();
  let length = 0;
  for (const letter of text) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
    length++;
  }
  return [counts, length];
}
