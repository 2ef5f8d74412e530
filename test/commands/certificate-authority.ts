import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate authority for tests. */
export interface CertificateAuthority {
  certFile: string;
  /** Signs a certificate for localhost. @param until its end in OpenSSL's notation, such as 20990101000000Z; it begins in 2020 */
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

/** Makes an authority whose files are in the given folder. */
export function newCertificateAuthority(folder: string): CertificateAuthority {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: folder });
  const newKeyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout'];
  openssl('req', '-x509', ...newKeyOptions, 'authority.key', '-out', 'authority.pem', '-subj', '/CN=Test authority');
  openssl('req', ...newKeyOptions, 'key.pem', '-out', 'request.pem', '-subj', '/CN=localhost');
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
