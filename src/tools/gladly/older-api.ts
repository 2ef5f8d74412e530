/*
 * Message automation and custom channels are in the 2025 document only; official example code still uses message
 * automation (gladly.md). A 404 may mean that they are switched off; Gladly Support switches custom channels on.
 */

/** Ends the descriptions of the tools for these two. */
export const olderApiNote = '2025 API.';
/** The hint when one of these tools answers 404. */
export const switchedOffHint =
  'Check the id. It may be right: this part of the API (2025) may be switched off for the organization; then tell the person.';
