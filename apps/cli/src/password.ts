import { createInterface } from 'node:readline';
import prompt from '@inquirer/password';
import { CommandError } from './errors';

/**
 * Asks twice on a terminal; otherwise takes one line of standard input. Never from the command line, which other users
 * of the machine and the shell's history see.
 * @param validate `true`, or what is wrong with it, so that on a terminal another one can be typed at once
 */
export async function readPassword(validate: (password: string) => Promise<true | string>): Promise<string> {
  if (!process.stdin.isTTY) return readLine();
  // Standard output may go into a file.
  const context = { output: process.stderr };
  const password = await prompt({ message: 'Password:', mask: true, validate: validate }, context);
  const again = await prompt({ message: 'The same again:', mask: true }, context);
  if (again !== password) throw new CommandError('The two passwords differ.');
  return password;
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
  } finally {
    // The writing process may leave the pipe open.
    process.stdin.destroy();
  }
  throw new CommandError('No password came on standard input.');
}
