// Instead of ../node_fetch.js in the browsers' build.

export const withProgress = (blob) => blob;

export function redirectResponse(error) {
  throw error;
}

export const listenForRedirects = undefined;
