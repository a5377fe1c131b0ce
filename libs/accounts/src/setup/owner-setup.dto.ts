import { ResponseField } from '#platform';
import { CreateOwnerDto } from '../create-owner.dto';
import { MailedToken } from '../one-time-tokens/mailed-token.field';

const SetupToken = () => MailedToken({ description: 'The token of the link in the log.' });

export class OwnerSetupLink {
  @SetupToken() token: string;
}

export class OwnerSetup extends CreateOwnerDto {
  @SetupToken() token: string;
}

export class SetupLinkStatusDto {
  @ResponseField({
    format: 'date-time',
    description: 'When the link expires. The next start of the service makes a new one.',
    example: '2026-11-24T09:30:00.000Z',
  })
  expires_at: string;
}
