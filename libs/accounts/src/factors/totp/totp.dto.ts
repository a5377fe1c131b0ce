import { ResponseField } from '#platform';
import { MfaCode } from '../mfa.fields';

export class TotpSetupDto {
  @ResponseField({ description: 'The secret in base32, to be typed in.', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  secret: string;
  @ResponseField({
    description: 'The same for an authenticator app on this device.',
    example:
      'otpauth://totp/CollabSphere:user%40example.com?issuer=CollabSphere&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  })
  uri: string;
  @ResponseField({ description: 'The same as a QR code: an SVG document.', example: '<svg xmlns="…">…</svg>' })
  qr_svg: string;
}

export class TotpCode {
  @MfaCode({ description: 'The code that the authenticator app shows.' }) code: string;
}
