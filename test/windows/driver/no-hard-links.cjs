// Makes every hard link fail as it does on a disk with exFAT on Windows (nodejs/node#65817). Loaded with --require by one test.
const promises = require('node:fs/promises');
const { syncBuiltinESMExports } = require('node:module');

promises.link = async () => {
  throw Object.assign(new Error('EISDIR: illegal operation on a directory, link'), { code: 'EISDIR', syscall: 'link' });
};
syncBuiltinESMExports();
