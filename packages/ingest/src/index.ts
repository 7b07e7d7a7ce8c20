// One folder per service that brings objects; none knows another, and none knows events or rules.

// Files, directories, standard input
export type { FileIngestConfig } from './file/config.ts';
export { createFileIngest, FileInputError } from './file/ingest.ts';
