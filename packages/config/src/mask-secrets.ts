// A configuration that can be shown: what only its owner should know is masked, too much rather than too little.
import { createNode, type ConfigNode } from './config-node.ts';

const MASK = '***';

/** Names of keys that hold secrets; paths of files that hold them are none. */
const SECRET_NAME =
  /token|secret|passw|passphrase|api_?key|access_?key|private_?key|credential|connection_string|authorization|signature|cookie/i;

/** A copy of the tree without secrets. */
export function maskSecrets(root: ConfigNode): ConfigNode {
  return maskNode(root, '');
}

function maskNode(node: ConfigNode, name: string): ConfigNode {
  const copy = createNode(node.kind, node.mark);
  copy.plain = node.plain;
  copy.items = node.items.map((item) => maskNode(item, name));
  // Below a secret name, and among headers, every value counts as a secret.
  const isSecret = isSecretName(name) || name === 'headers';
  copy.members = new Map(
    [...node.members].map(([key, value]) => [key, maskNode(value, isSecret ? 'secret' : key)]),
  );
  copy.text = node.kind === 'scalar' ? maskText(node.text, name) : node.text;
  return copy;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !/_(?:file|path)$/i.test(name);
}

function maskText(text: string, name: string): string {
  if (text === '') return text;
  if (isSecretName(name) || name === 'headers') return MASK;
  // A plugin's settings may be the text of a map.
  if (name === 'init_config' && SECRET_NAME.test(text)) return MASK;
  // The path of a web hook is often all that keeps others from posting to it.
  const shown =
    name === 'url' ? text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)[/?#].+$/is, `$1/${MASK}`) : text;
  return shown
    .replace(/:\/\/[^/?#@\s]*@/g, `://${MASK}@`)
    .replace(/([?&;](?:sig|[a-z0-9_-]*(?:token|secret|key|password|signature))=)[^&;\s]*/gi, `$1${MASK}`)
    .replace(/((?:^|[\s;])(?:AccountKey|SharedAccessKey|SharedAccessSignature)=)[^;\s]*/gi, `$1${MASK}`);
}
