interface ServiceSession {
  id: string;
  generation: number;
  /** The generation that is proved to have arrived. */
  seen: number;
  rotatedAt: number;
  ended: boolean;
}

export const ACCESS_TTL_MS = 600_000;
/** As the service: two tabs may send the same token. */
const GRACE_MS = 10_000;

interface Answer {
  status: number;
  body?: unknown;
  /** What `Set-Cookie` sets, with a browser session. */
  cookie?: string | null;
}

export interface ServiceRequest {
  path: string;
  token?: string;
  body: Record<string, unknown>;
  cookie?: string;
}

const problem = (status: number, code: string): Answer => ({ status, body: { code, status, detail: code } });

/** The rules of the service about refresh tokens (docs/decisions/0017-lost-answers-of-a-refresh.md). */
export class FakeService {
  readonly sessions: ServiceSession[] = [];
  readonly refreshes: number[] = [];
  readonly user = { id: 'user-1', email: 'ada@example.com', roles: [] as object[] };
  /** What the user may do now. */
  permissions: Record<string, boolean | number | string> = {};
  rotations = 0;
  /** Answers that the service gives before any other, such as an outage. */
  override?: (request: ServiceRequest) => Answer | undefined;

  answer(request: ServiceRequest): Answer {
    const special = this.override?.(request);
    if (special) return special;
    if (request.path === '/api/login') return this.login(request);
    if (request.path === '/api/token/refresh') return this.refresh(request);
    if (request.path === '/api/logout') return this.logout(request);
    const session = this.authenticate(request.token);
    return session
      ? { status: 200, body: { ...this.user, permissions: this.permissions } }
      : problem(401, 'invalid_token');
  }

  end(): void {
    for (const session of this.sessions) session.ended = true;
  }

  private login({ body }: ServiceRequest): Answer {
    const session = { id: `session-${this.sessions.length + 1}`, generation: 1, seen: 1, rotatedAt: 0, ended: false };
    this.sessions.push(session);
    const { access, refresh, expires_in } = this.tokens(session);
    const isCookie = body.session === 'cookie';
    const tokens = isCookie ? { access, expires_in } : { access, refresh, expires_in };
    return {
      status: 200,
      body: {
        user: this.user,
        permissions: this.permissions,
        tokens,
        ...(!isCookie && { known_device_token: 'known' }),
      },
      cookie: isCookie ? refresh : undefined,
    };
  }

  private refresh({ body, cookie }: ServiceRequest): Answer {
    this.refreshes.push(Date.now());
    const sent = (body.refresh as string | undefined) ?? cookie;
    const [id, generation] = (sent ?? '').split('/');
    const session = this.sessions.find((one) => one.id === id && !one.ended);
    if (!session) return { ...problem(401, 'invalid_refresh_token'), cookie: null };
    const answer = this.rotate(session, Number(generation));
    if (!answer) {
      session.ended = true;
      return { ...problem(401, 'refresh_token_reused'), cookie: null };
    }
    return body.refresh
      ? { status: 200, body: answer }
      : { status: 200, body: { access: answer.access, expires_in: answer.expires_in }, cookie: answer.refresh };
  }

  private rotate(session: ServiceSession, generation: number) {
    session.seen = Math.max(session.seen, generation);
    if (generation === session.generation) {
      session.generation++;
      session.rotatedAt = Date.now();
      this.rotations++;
      return this.tokens(session);
    }
    const isPrevious = generation === session.generation - 1;
    const isAccepted = session.seen < session.generation || Date.now() - session.rotatedAt <= GRACE_MS;
    return isPrevious && isAccepted ? this.tokens(session) : undefined;
  }

  private logout({ token, cookie }: ServiceRequest): Answer {
    const session = this.authenticate(token) ?? this.sessions.find(({ id }) => id === cookie?.split('/')[0]);
    if (!session) return problem(401, 'not_authenticated');
    session.ended = true;
    return { status: 200, body: {}, cookie: null };
  }

  private tokens({ id, generation }: ServiceSession) {
    const claims = { sid: id, generation, exp: Date.now() + ACCESS_TTL_MS, nonce: Math.random() };
    const access = `header.${btoa(JSON.stringify(claims))}.signature`;
    return { access, refresh: `${id}/${generation}`, expires_in: ACCESS_TTL_MS / 1000 };
  }

  private authenticate(token: string | undefined): ServiceSession | undefined {
    if (!token) return undefined;
    const claims = JSON.parse(atob(token.split('.')[1]!)) as { sid: string; generation: number; exp: number };
    const session = this.sessions.find(({ id, ended }) => id === claims.sid && !ended);
    if (!session || claims.exp < Date.now()) return undefined;
    session.seen = Math.max(session.seen, claims.generation);
    return session;
  }
}
