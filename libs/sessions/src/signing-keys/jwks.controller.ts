import { Public } from '#auth';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JWKS_MAX_AGE_SECONDS, SigningKeysService } from './signing-keys.service';

@ApiTags('Tokens')
@Public()
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeysService) {}

  @Get('jwks.json')
  @Header('cache-control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
  @ApiOperation({
    operationId: 'getJwks',
    summary: 'The public keys for the verification of access tokens',
    description: 'RFC 7517.',
  })
  @ApiOkResponse({
    schema: {
      example: {
        keys: [{ kty: 'EC', crv: 'P-256', x: 'f83OJ3D2…', y: 'x_FEzRu9…', kid: 'oKIywvGU…', use: 'sig', alg: 'ES256' }],
      },
    },
  })
  keySet() {
    return this.keys.keySet();
  }
}
