import { TextField } from '#platform';

const MAX_TOKEN = 512;

interface Options {
  optional?: boolean;
  description?: string;
  /** Left out of the example of the body where it is `undefined`. */
  example?: string;
}

export const MailedToken = ({ description = 'The token from the mail.', ...options }: Options = {}) =>
  TextField({ example: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM', ...options, max: MAX_TOKEN, description });
