import { Public } from '#auth';
import { Settings } from '#platform';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JWKS_MAX_AGE, SigningKeys } from './signing-keys.service';

@ApiTags('Tokens')
@Public()
@Controller('.well-known')
export class JwksController {
  constructor(
    private readonly keys: SigningKeys,
    private readonly settings: Settings,
  ) {}

  @Get('jwks.json')
  @Header('cache-control', `public, max-age=${JWKS_MAX_AGE}`)
  @ApiOperation({ summary: 'The public keys that verify access tokens', description: 'RFC 7517.' })
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

  @Get('oauth-authorization-server')
  @Header('cache-control', `public, max-age=${JWKS_MAX_AGE}`)
  @ApiOperation({ summary: 'Metadata of the authorization server', description: 'RFC 8414.' })
  @ApiOkResponse({
    schema: {
      example: { issuer: 'https://auth.example.com', jwks_uri: 'https://auth.example.com/.well-known/jwks.json' },
    },
  })
  metadata() {
    return {
      issuer: this.settings.PUBLIC_URL,
      jwks_uri: `${this.settings.PUBLIC_URL}/.well-known/jwks.json`,
      response_types_supported: [],
      grant_types_supported: [],
      service_documentation: `${this.settings.PUBLIC_URL}/docs`,
    };
  }
}
