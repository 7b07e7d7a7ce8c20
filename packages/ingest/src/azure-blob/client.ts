import type { ContainerClient } from '@azure/storage-blob';

/** The client of a container. The SDK is loaded only here, since few runs need it. */
export async function openBlobContainer(connectionString: string, name: string): Promise<ContainerClient> {
  const { BlobServiceClient } = await import('@azure/storage-blob');
  return BlobServiceClient.fromConnectionString(connectionString).getContainerClient(name);
}
