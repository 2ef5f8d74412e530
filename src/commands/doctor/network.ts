import { accessSync, constants } from 'node:fs';
import type { Config } from '../../config/index.js';
import { Failure } from '../../failure.js';
import { proxiesOf } from '../../http/connections.js';
import { certificateFinding } from './certificates.js';
import { type Check, combineFindings, type Finding, fail, ok, skipped } from './check.js';
import { type Host, hostsOf } from './hosts.js';
import { type ReachResult, reach } from './reach.js';

interface HostResult {
  host: Host;
  steps: ReachResult;
}

/** The checks of the network, for the hosts of every configured vendor: their names, the proxy, their certificates. */
export async function networkChecks(config: Config, env: NodeJS.ProcessEnv): Promise<Check[]> {
  if (config.demo) {
    const message = 'not needed: the demo tenant runs on this machine';
    return ['dns', 'proxy', 'tls'].map((name) => ok(name, message));
  }
  try {
    const hosts = hostsOf(config, env);
    if (hosts.length === 0) return ['dns', 'proxy', 'tls'].map((name) => skipped(name, 'no vendor is set up'));
    const results = await Promise.all(hosts.map(async (host) => ({ host, steps: await reach(host) })));
    return [dnsCheck(results), proxyCheck(results, env), tlsCheck(results, env)];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const proxyFailure = fail('proxy', error.message, error.hint ?? 'Correct the proxy variables.');
    return [skipped('dns', 'see proxy'), proxyFailure, skipped('tls', 'see proxy')];
  }
}

function dnsCheck(results: readonly HostResult[]): Check {
  const findings = results.map(({ host: { url, proxy, settingsText }, steps }): Finding => {
    const name = proxy === undefined ? url.hostname : `${proxy.url.hostname}, the proxy that looks up ${url.hostname}`;
    if ('unneeded' in steps.dns) return { status: 'ok', message: `${name}: ${steps.dns.unneeded}` };
    if ('found' in steps.dns) return { status: 'ok', message: `${name}: found` };
    const { problem } = steps.dns;
    return {
      status: 'fail',
      message: `${name}: ${problem === 'ENOTFOUND' ? 'no such name' : `could not be looked up (${problem})`}`,
      hint: `Check the spelling (${proxy?.variable ?? settingsText}), the network and the VPN; where only a proxy knows outside names, set HTTPS_PROXY.`,
    };
  });
  return combineFindings('dns', findings);
}

function proxyCheck(results: readonly HostResult[], env: NodeJS.ProcessEnv): Check {
  if (results.every(({ host }) => host.proxy === undefined)) {
    const message =
      Object.keys(proxiesOf(env)).length > 0
        ? 'set, but used for no host: each is this machine or stands in NO_PROXY'
        : 'none; calls connect directly';
    return ok('proxy', message);
  }
  const findings = results.map(({ host: { url, proxy }, steps }): Finding => {
    if (proxy === undefined) return { status: 'ok', message: `${url.hostname} without a proxy` };
    const name = `${url.hostname} through ${proxy.url.host} (${proxy.variable})`;
    if (steps.proxy === undefined) return { status: 'fail', message: `${name}: the proxy was not found` };
    if ('open' in steps.proxy) return { status: 'ok', message: `${name}: open` };
    return {
      status: 'fail',
      message: `${name}: ${proxyProblem(steps.proxy.problem)}`,
      hint: proxyHint(steps.proxy.problem, proxy.variable),
    };
  });
  return combineFindings('proxy', findings);
}

function proxyProblem(problem: string): string {
  if (problem === 'ECONNREFUSED') return 'the proxy refuses connections';
  if (problem === 'ETIMEDOUT') return 'the proxy does not answer';
  return /^\d+$/.test(problem) ? `the proxy answered ${problem}` : `the proxy cannot be used (${problem})`;
}

function proxyHint(problem: string, variable: string): string {
  if (problem === '407') return `The proxy wants a login: ${variable}=http://user:password@host:port.`;
  if (problem === '403') return 'The proxy does not let this host through: ask whoever runs it to allow it.';
  return `Check ${variable}; a host that needs no proxy can be listed in NO_PROXY.`;
}

function tlsCheck(results: readonly HostResult[], env: NodeJS.ProcessEnv): Check {
  const findings = results.flatMap(({ host, steps }): Finding[] => {
    if (steps.tls !== undefined) return [certificateFinding(host, steps.tls)];
    return host.url.protocol === 'http:'
      ? [{ status: 'ok', message: `${host.url.host}: not needed on this machine` }]
      : [];
  });
  const authorityFindings = extraAuthorityFindings(env.NODE_EXTRA_CA_CERTS);
  if (findings.length === 0) return skipped('tls', 'no host was reached');
  return combineFindings('tls', [...findings, ...authorityFindings]);
}

/** Whether NODE_EXTRA_CA_CERTS can be read. Node goes on without the file, with a warning that most clients hide. */
function extraAuthorityFindings(path: string | undefined): Finding[] {
  if (path === undefined || path === '') return [];
  try {
    accessSync(path, constants.R_OK);
    return [{ status: 'ok', message: `NODE_EXTRA_CA_CERTS: ${path}` }];
  } catch {
    const hint = 'Correct the path in NODE_EXTRA_CA_CERTS; it must be a PEM file.';
    return [{ status: 'warn', message: `NODE_EXTRA_CA_CERTS: ${path} cannot be read`, hint }];
  }
}
