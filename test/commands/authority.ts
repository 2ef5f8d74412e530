import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate authority of the tests, whose files are in a folder. */
export interface Authority {
  certFile: string;
  /** Signs a certificate for localhost that is valid from 2020 until a time, such as 20990101000000Z. */
  sign: (until: string) => { key: Buffer; cert: Buffer };
}

const configuration = `[ca]
default_ca = authority
[authority]
database = index.txt
unique_subject = no
serial = serial
new_certs_dir = .
certificate = authority.pem
private_key = authority.key
default_md = sha256
policy = policy
x509_extensions = extensions
[policy]
commonName = supplied
[extensions]
subjectAltName = DNS:localhost
`;

export function newAuthority(folder: string): Authority {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout'];
  const name = ['-subj', '/CN=Test authority'];
  openssl('req', '-x509', ...newKey, 'authority.key', '-out', 'authority.pem', ...name);
  openssl('req', ...newKey, 'key.pem', '-out', 'request.pem', '-subj', '/CN=localhost');
  writeFileSync(join(folder, 'openssl.conf'), configuration);
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  return {
    certFile: join(folder, 'authority.pem'),
    sign: (until) => {
      const files = ['-in', 'request.pem', '-out', 'cert.pem', '-notext'];
      openssl('ca', '-batch', '-config', 'openssl.conf', ...files, '-startdate', '20200101000000Z', '-enddate', until);
      return { key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) };
    },
  };
}
