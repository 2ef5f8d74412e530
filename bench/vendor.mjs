// Stands in for both vendors, in a process of its own, so that its work is not measured. All answers but the
// tokens are made before the first request. Prints its port. Puzzel's token and envelope are as in test/support/fake-puzzel.ts.
import { createServer } from 'node:http';

const mebibyte = 1024 * 1024;
const bytes = Buffer.alloc(mebibyte);
for (let at = 0; at < bytes.length; at += 1) bytes[at] = (at * 2_654_435_761) >>> 13;

const base64Json = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = () =>
  `${base64Json({ alg: 'ES256' })}.${base64Json({ exp: Math.floor(Date.now() / 1000) + 3600 })}.c2lnbmF0dXJl`;

const enveloped = (result) => Buffer.from(JSON.stringify({ result, code: 0, id: 0, message: 'OK' }));
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** 2 KB. */
const queues = enveloped(
  times(16, (index) => ({
    id: 4200 + index,
    key: `q_support_${index}`,
    description: `Support in language ${index}, weekdays`,
    serviceId: 900 + index,
    sla: 30,
    category: index % 3,
  })),
);

const records = enveloped(
  times(10_000, (index) => ({
    callId: String(8_840_310_000 + index),
    recordStart: `/Date(${1_767_016_200_000 + index * 61_000}-0000)/`,
    accessPoint: `+4790${String(100_000 + index)}`,
    recordingType: index % 4 === 0 ? 'Chat' : 'Phone',
    contentAvailable: index % 3 !== 0,
    surveyExist: index % 5 === 0,
    enquiryRegistrationExists: index % 7 === 0,
    tags: [{ name: 'topic', value: ['invoice', 'delivery', 'complaint'][index % 3] }],
    comment: `Customer asked about order ${100_000 + index} and was called back the same day.`,
  })),
);

const agents = Buffer.from(
  JSON.stringify(
    times(10_000, (index) => ({
      id: `a${String(index).padStart(6, '0')}-Zk3pQ`,
      name: `Agent Number ${index}`,
      emailAddress: `agent.${index}@example.com`,
    })),
  ),
);

const json = (response, body) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
};

/** Sends this many MiB, all out of one buffer, as fast as the client reads them. */
function send(response, mebibytes) {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': mebibytes * mebibyte });
  let mebibytesLeft = mebibytes;
  const sendMore = () => {
    while (mebibytesLeft > 0) {
      mebibytesLeft -= 1;
      if (mebibytesLeft === 0) response.end(bytes);
      else if (!response.write(bytes)) {
        response.once('drain', sendMore);
        return;
      }
    }
  };
  sendMore();
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const { url } = request;
    const download = /\/recordings\/(\d+)\/download$/.exec(url);
    if (download) send(response, Number(download[1]));
    else if (url.endsWith('/queues')) json(response, queues);
    else if (url.endsWith('/archive/search')) json(response, records);
    else if (url.endsWith('/api/v1/agents')) json(response, agents);
    else if (url.endsWith('/connect/token')) {
      json(response, Buffer.from(JSON.stringify({ access_token: token(), token_type: 'Bearer', expires_in: 3600 })));
    } else response.writeHead(404).end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on('end', () => process.exit(0));
