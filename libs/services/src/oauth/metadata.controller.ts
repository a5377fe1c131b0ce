import { assuranceLevels, Public } from '#auth';
import { ApiAnswer, Settings } from '#platform';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { scopes } from '../scopes';
import { AuthorizationServerMetadata } from './oauth.dto';

const SECRET = ['client_secret_basic', 'client_secret_post'];

@ApiTags('OAuth')
@Public()
@Controller('.well-known/oauth-authorization-server')
export class MetadataController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'getAuthorizationServerMetadata',
    summary: 'Metadata of the authorization server',
    description: 'RFC 8414.',
  })
  @ApiAnswer(200, AuthorizationServerMetadata)
  read(): AuthorizationServerMetadata {
    const { PUBLIC_URL: issuer } = this.settings;
    return {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      introspection_endpoint: `${issuer}/oauth/introspect`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: scopes,
      token_endpoint_auth_methods_supported: SECRET,
      introspection_endpoint_auth_methods_supported: SECRET,
      revocation_endpoint_auth_methods_supported: [...SECRET, 'none'],
      acr_values_supported: [...assuranceLevels],
      service_documentation: `${issuer}/docs`,
    };
  }
}
