import { CreateOwnerDto, OwnersService } from '#accounts';
import type { FieldError } from '#platform';
import { AuthorizationListener } from '#sessions';
import { Command } from 'commander';
import { withApp } from '../app';
import { CommandError } from '../errors';
import { readPassword } from '../password';
import { validate, toValidDto } from '../validation';

interface Options {
  email: string;
  username: string;
  fullName: string;
}

export const createOwner = new Command('create-owner')
  .description('make an account that holds every permission; the password is asked for, or read from standard input')
  .requiredOption('--email <address>', 'e-mail address; it counts as verified')
  .requiredOption('--username <name>', 'unique name')
  .requiredOption('--full-name <name>', 'name to show')
  .action(async ({ email, username, fullName }: Options) => {
    const detailsWith = (password: string) => ({ email, username, full_name: fullName, password });
    const validatePassword = (password: string) => validate(detailsWith(password), CreateOwnerDto);
    // Before the prompt: a password must not be typed in vain.
    throwIfInvalid((await validatePassword('')).filter(({ field }) => field !== 'password'));
    const password = await readPassword(async (typed) => sentences(await validatePassword(typed)) || true);
    throwIfInvalid(await validatePassword(password));
    const details = await toValidDto(detailsWith(password), CreateOwnerDto);

    await withApp(async (app) => {
      await app.get(AuthorizationListener).loadOnce();
      await app.get(OwnersService).create({ ...details, fullName: details.full_name });
    });
    console.log(`${details.username} (${details.email}) is an owner now, and can sign in.`);
  });

function throwIfInvalid(faults: FieldError[]): void {
  if (faults.length > 0)
    throw new CommandError(faults.map(({ field, message }) => `${optionOf(field)}: ${message}`).join('\n'));
}

const sentences = (faults: FieldError[]) => faults.map(({ message }) => message).join(' ');

const optionOf = (field: string) => (field === 'password' ? 'Password' : `--${field.replaceAll('_', '-')}`);
