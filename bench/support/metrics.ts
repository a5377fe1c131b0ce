/** The value of one metric of a process. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  if (!line) throw new Error(`${url} has no metric ${name}`);
  return Number(line.split(' ')[1]);
}
