import { Public } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, RateLimit, ApiProblems, Settings } from '#platform';
import { FIRST_PARTY_CLIENT } from '#sessions';
import { applyDecorators, Body, Controller, Header, Headers, HttpCode, Post, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBasicAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ServiceTokensService } from '../service-tokens.service';
import { ClientAuthentication } from './client-authentication';
import { credentialsOf } from './client-credentials';
import { grantedScopes } from './granted-scopes';
import { IntrospectionService } from './introspection.service';
import { invalidClient, oauthMembers, oauthProblems } from './oauth.errors';
import {
  IntrospectionResponse,
  IntrospectionRequest,
  RevocationRequest,
  TokenResponse,
  TokenRequest,
} from './oauth.dto';
import { type OAuthParameters, requiredParameter, optionalParameter } from './parameters';
import { RevocationService } from './revocation.service';

/** Forms come in, JSON goes out, and refusals are such as OAuth's own libraries understand. */
const OAuthEndpoint = (body: Type) =>
  applyDecorators(
    HttpCode(200),
    RouteConfig({ form: true, problemMembers: oauthMembers }),
    Header('cache-control', 'no-store'),
    Header('pragma', 'no-cache'),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({ type: body }),
  );

@ApiTags('OAuth')
@ApiBasicAuth()
@Public()
@Controller('oauth')
export class OAuthController {
  constructor(
    private readonly clients: ClientAuthentication,
    private readonly tokens: ServiceTokensService,
    private readonly introspection: IntrospectionService,
    private readonly revocation: RevocationService,
    private readonly settings: Settings,
  ) {}

  @Post('token')
  @RateLimit('oauth')
  @OAuthEndpoint(TokenRequest)
  @ApiOperation({
    operationId: 'issueToken',
    summary: 'Issue an access token to a service',
    description: 'RFC 6749 §4.4. The client is authenticated by HTTP Basic, or by `client_id` and `client_secret`.',
  })
  @ApiAnswer(
    200,
    TokenResponse,
    'invalid_request',
    'unsupported_grant_type',
    'invalid_scope',
    'invalid_client',
    'too_many_attempts',
  )
  async token(
    @Headers('authorization') authorization: string | undefined,
    @Body() body: OAuthParameters,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<TokenResponse> {
    const service = await this.clients.authenticate(credentialsOf(authorization, body), metadata);
    if (requiredParameter(body, 'grant_type') !== 'client_credentials') throw oauthProblems.unsupported_grant_type();
    const scopes = grantedScopes(service.scopes, optionalParameter(body, 'scope'));
    const token = await this.tokens.issue(service, scopes);
    if (!token) throw invalidClient();
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: this.settings.ACCESS_TOKEN_TTL,
      scope: scopes.join(' '),
    };
  }

  @Post('introspect')
  @OAuthEndpoint(IntrospectionRequest)
  @ApiOperation({
    operationId: 'introspectToken',
    summary: 'Introspect a token',
    description:
      'RFC 7662, for services that can not verify a JWT themselves; any service may ask. The user’s data is current, not the token’s.',
  })
  @ApiAnswer(
    200,
    IntrospectionResponse,
    'invalid_request',
    'invalid_client',
    'too_many_attempts',
    'authorization_stale',
  )
  async introspect(
    @Headers('authorization') authorization: string | undefined,
    @Body() body: OAuthParameters,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<IntrospectionResponse> {
    await this.clients.authenticate(credentialsOf(authorization, body), metadata);
    return this.introspection.introspect(requiredParameter(body, 'token'));
  }

  @Post('revoke')
  @RateLimit('oauth')
  @OAuthEndpoint(RevocationRequest)
  @ApiOperation({
    operationId: 'revokeToken',
    summary: 'Revoke a token',
    description:
      'RFC 7009. A service revokes its own access token. A client app, which has no secret and sends `client_id=collabsphere`, ends the session of the access or refresh token. An unknown or expired token gets the same answer.',
  })
  @ApiOkResponse({ description: 'Success.', schema: { type: 'object', example: {} } })
  @ApiProblems('invalid_request', 'invalid_grant', 'invalid_client', 'too_many_attempts')
  async revoke(
    @Headers('authorization') authorization: string | undefined,
    @Body() body: OAuthParameters,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<object> {
    const credentials = credentialsOf(authorization, body);
    if (credentials.clientId === FIRST_PARTY_CLIENT && credentials.clientSecret === undefined)
      await this.revocation.revokeUserToken(requiredParameter(body, 'token'), metadata);
    else {
      const service = await this.clients.authenticate(credentials, metadata);
      await this.revocation.revokeServiceToken(service, requiredParameter(body, 'token'), metadata);
    }
    return {};
  }
}
