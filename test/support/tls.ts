import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A self-signed certificate for one host; NODE_EXTRA_CA_CERTS can name its file. */
export interface Certificate {
  key: Buffer;
  cert: Buffer;
  certFile: string;
  remove: () => void;
}

export function certificateFor(host: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '1', '-nodes'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', keyFile];
  execFileSync('openssl', ['req', '-x509', ...newKey, '-out', certFile, ...names], { stdio: 'ignore' });
  return {
    key: readFileSync(keyFile),
    cert: readFileSync(certFile),
    certFile,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
