// A page whose tests call the client themselves.
import * as collabsphere from '@collabsphere/client';

globalThis.collabsphere = collabsphere;
