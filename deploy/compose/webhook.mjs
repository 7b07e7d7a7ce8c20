// Service `webhook` of docker-compose.yml: prints every alert that is posted to it.
import { createServer } from 'node:http';
import { env } from 'node:process';

/** Longer bodies are refused: an alert is a few kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

const server = createServer((request, response) => {
  answer(request).then(
    (status) => response.writeHead(status).end(),
    () => response.destroy(),
  );
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
server.listen(Number(env.PORT ?? '0'), env.LISTEN_HOST ?? '127.0.0.1', () => {
  console.log(`the webhook listens on port ${server.address().port}`);
});

/** Print the alert of a POST and give the status to answer with. */
async function answer(request) {
  if (request.method !== 'POST') return 204;
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return 413;
    chunks.push(chunk);
  }
  const alert = parseAlert(Buffer.concat(chunks).toString());
  if (alert === undefined) return 400;
  console.log(`${alert.priority}  ${alert.rule}\n    ${alert.output}`);
  return 200;
}

function parseAlert(text) {
  try {
    const value = JSON.parse(text);
    return typeof value?.rule === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
