// Wine 8 does not know TCP_KEEPIDLE: setKeepAlive on a socket that is not connected yet ends the process there. Loaded
// with --require by the tests under Wine alone; on Windows itself nothing is replaced.
const { Socket } = require('node:net');

Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};
