import type { TokenCredential } from '@azure/identity';

/** How to sign in to Microsoft Entra where no connection string says who we are. */
export interface AzureSignIn {
  /** `default` tries environment, workload identity, managed identity and the tools of developers. */
  readonly kind: 'default' | 'environment' | 'managed_identity' | 'workload_identity';
  /** Which identity, when there are several. */
  readonly clientId?: string;
}

/** The credential. Nothing is asked for before it is used. The SDK is loaded only here, since few runs need it. */
export async function createAzureCredential({ kind, clientId }: AzureSignIn): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  switch (kind) {
    case 'environment':
      return new identity.EnvironmentCredential();
    case 'managed_identity':
      return clientId === undefined
        ? new identity.ManagedIdentityCredential()
        : new identity.ManagedIdentityCredential({ clientId });
    case 'workload_identity':
      return new identity.WorkloadIdentityCredential(clientId === undefined ? {} : { clientId });
    case 'default':
      return new identity.DefaultAzureCredential(
        clientId === undefined ? {} : { managedIdentityClientId: clientId },
      );
  }
}
