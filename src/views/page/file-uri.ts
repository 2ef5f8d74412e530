/** The URI of a saved file, as the server makes it from the path: clients of older protocol revisions get no resource link. */
export const uriOfPath = (path: string): string =>
  new URL(`file:${path.replaceAll('\\', '/').replace(/[%?#]/g, encodeURIComponent)}`).href;
