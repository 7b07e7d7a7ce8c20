import type { FalcoSettings, SinkSettings } from '@windhover/config';
import { ownSchema } from '@windhover/config/own';

/** The sinks, or what is wrong with the URL: Falco takes any text for one. */
export type FalcoSinks =
  | { readonly ok: true; readonly sinks: readonly SinkSettings[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The sinks that Falco's output keys ask for, in Falco's order, as if they stood under `sinks:`. */
export function listFalcoSinks({ outputs, json }: FalcoSettings): FalcoSinks {
  const format = json.enabled ? 'json' : 'text';
  const { file, program, http } = outputs;
  const settings = [
    ...(file
      ? [{ type: 'file', name: 'file_output', format, path: file.filename, keep_alive: file.keepAlive }]
      : []),
    ...(outputs.stdout ? [{ type: 'stdout', name: 'stdout_output', format }] : []),
    ...(outputs.syslog ? [{ type: 'syslog', name: 'syslog_output', format }] : []),
    ...(program
      ? [
          {
            type: 'program',
            name: 'program_output',
            format,
            command: program.command,
            keep_alive: program.keepAlive,
          },
        ]
      : []),
    ...(http
      ? [
          {
            type: 'http',
            name: 'http_output',
            format,
            url: http.url,
            headers: { 'User-Agent': http.userAgent },
            insecure: http.insecure,
            echo: http.echo,
            ...(http.caFile === '' ? {} : { ca_file: http.caFile }),
            ...(http.mtls
              ? { client_certificate_file: http.clientCertificateFile, client_key_file: http.clientKeyFile }
              : {}),
          },
        ]
      : []),
  ];
  const parsed = ownSchema.shape.sinks.safeParse(settings);
  if (parsed.success) return { ok: true, sinks: parsed.data };
  return { ok: false, problems: parsed.error.issues.map(({ message }) => message) };
}
