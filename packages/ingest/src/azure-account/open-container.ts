import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { createAzureCredential, type AzureSignIn } from './create-credential.ts';

/** A storage account, by a connection string that says all, or by name or URL with somebody to sign in. */
export type StorageAccount =
  { readonly connectionString: string } | { readonly account: string; readonly signIn: AzureSignIn };

/** The client of a container. The SDK is loaded only here, since few runs need it. */
export async function openBlobContainer(account: StorageAccount, name: string): Promise<ContainerClient> {
  return (await openStorageAccount(account)).getContainerClient(name);
}

async function openStorageAccount(account: StorageAccount): Promise<BlobServiceClient> {
  const { BlobServiceClient } = await import('@azure/storage-blob');
  if ('connectionString' in account) return BlobServiceClient.fromConnectionString(account.connectionString);
  return new BlobServiceClient(urlOf(account.account), await createAzureCredential(account.signIn));
}

/** A name is one of the public cloud; others are given as URLs. */
function urlOf(account: string): string {
  return account.includes('://') ? account : `https://${account}.blob.core.windows.net`;
}
