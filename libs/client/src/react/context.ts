'use client';

import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { CollabSphereClient } from '../client.js';

const ClientContext = createContext<CollabSphereClient | undefined>(undefined);

interface ProviderProps {
  client: CollabSphereClient;
  children?: ReactNode;
}

/** Gives the client to the hooks below it. Make the client outside of components; the provider does not close it. */
export function CollabSphereProvider({ client, children }: ProviderProps) {
  return createElement(ClientContext.Provider, { value: client }, children);
}

export function useClient(): CollabSphereClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error('Use this hook below <CollabSphereProvider client={…}>.');
  return client;
}
