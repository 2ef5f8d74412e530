import type { Finding } from './check.js';
import type { Host } from './hosts.js';
import type { ReachResult } from './reach.js';

const dayMs = 86_400_000;

const unknownAuthority = {
  message: 'its certificate is signed by an authority that Node does not know',
  hint: 'If a company proxy or a virus scanner opens encrypted connections, set NODE_EXTRA_CA_CERTS to the certificate file of its authority and restart the client.',
};

/** What Node's error codes of certificates mean, and what to do. */
const knownProblems: Record<string, { message: string; hint: string }> = {
  CERT_HAS_EXPIRED: {
    message: 'its certificate has expired',
    hint: 'Check this machine’s clock; if it is right, the host’s owner has to renew the certificate.',
  },
  CERT_NOT_YET_VALID: {
    message: 'its certificate is not valid yet',
    hint: 'Check this machine’s clock: it is probably behind.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    message: 'its certificate is self-signed',
    hint: 'If that is intended, set NODE_EXTRA_CA_CERTS to the certificate’s file and restart the client.',
  },
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: 'its certificate is for another host',
    hint: 'Check the spelling of the host; a login page of the network may have answered in its place.',
  },
};

/** How long a host's certificate is valid, or what is wrong with the certificate or the handshake. */
export function certificateFinding({ url, settingsText }: Host, tls: NonNullable<ReachResult['tls']>): Finding {
  const { host } = url;
  if (!('certificate' in tls)) {
    const problemTexts: Record<string, string> = { ETIMEDOUT: 'does not answer', ECONNREFUSED: 'refuses connections' };
    return {
      status: 'fail',
      message: `${host}: ${problemTexts[tls.problem] ?? `no TLS connection (${tls.problem})`}`,
      hint: `Check ${settingsText} and the firewall; if only a proxy leads outside, set HTTPS_PROXY.`,
    };
  }
  if (tls.problem !== undefined) {
    const knownProblem = knownProblems[tls.problem];
    const expiredAt = tls.problem === 'CERT_HAS_EXPIRED' ? ` (${tls.certificate.valid_to})` : '';
    return {
      status: 'fail',
      message: `${host}: ${knownProblem?.message ?? `its certificate is not accepted (${tls.problem})`}${expiredAt}`,
      hint: knownProblem?.hint ?? unknownAuthority.hint,
    };
  }
  const daysLeft = Math.floor((Date.parse(tls.certificate.valid_to) - Date.now()) / dayMs);
  return { status: 'ok', message: `${host}: certificate valid, ${daysLeft} days left` };
}
