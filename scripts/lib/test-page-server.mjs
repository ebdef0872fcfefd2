// Keeps the test runner's own web server from losing connections.
//
// It hands a new connection to a waiting thread if it believes that there is one, and counts them late: of several
// connections at once, as a browser opens them, some are left to wait until another one closes, which takes a browser
// minutes. While its four standing threads are busy it starts a new thread for each connection instead, and loses none.
// So they are kept busy.
import { connect } from "node:net";
import { freePort } from "./free-port.mjs";

const standingThreads = 4;
const host = "127.0.0.1";

/** An address for the runner's server, for `WASM_BINDGEN_TEST_ADDRESS`, and a function that ends the holding. */
export async function holdTestPageServer() {
  const port = await freePort();
  const sockets = new Set();
  let ended = false;
  const hold = () => {
    if (ended) return;
    const socket = connect({ host, port });
    sockets.add(socket);
    let connected = false;
    socket.once("connect", () => {
      connected = true;
      if (sockets.size < standingThreads) setTimeout(hold, 10);
    });
    socket.once("close", () => {
      sockets.delete(socket);
      // Refused: the runner is not there yet. Closed: it has ended.
      if (!connected) setTimeout(hold, 20);
    });
    socket.on("error", () => {});
  };
  hold();
  return {
    address: `${host}:${port}`,
    release() {
      ended = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}
