import type { Person } from '../people';
import { claimsOf } from '../jwt';
import type { Http } from '../http';
import type { WebPushService } from './web-push-service';

/** The session, which is the device, of somebody's tokens. */
export const deviceOf = ({ access }: Person): string => claimsOf(access).sid;

/** The browser of these tokens subscribes. @returns its endpoint */
export async function subscribe(http: Http, service: WebPushService, person: Person): Promise<string> {
  const subscription = service.subscribe();
  const { status, body } = await http.put(
    `/api/devices/${deviceOf(person)}`,
    { push: { kind: 'webpush', subscription } },
    { token: person.access },
  );
  if (status !== 200) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
  return subscription.endpoint;
}
