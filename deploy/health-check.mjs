// Health check of the containers: `node health-check.mjs [URL]` ends with 0 when the URL answers 2xx within 4 seconds.
const [, , url = 'http://127.0.0.1:8765/healthz'] = process.argv;
const problem = await fetch(url, { signal: AbortSignal.timeout(4000) }).then(
  (response) => (response.ok ? undefined : `answered ${response.status}`),
  (error) => error.cause?.message ?? error.message,
);
if (problem !== undefined) {
  console.error(`${url}: ${problem}`);
  process.exitCode = 1;
}
