/*
 * Message automation and custom channels stand in the 2025 document only; the vendor's webhook-examples still use them
 * (gladly.md). Where they are switched off, every call answers 404; Gladly Support switches custom channels on.
 */
export const older = '2025 API.';
export const offHere =
  'Check the id. It may be right: this part of the API (2025) may be switched off for the organization; then tell the person.';
