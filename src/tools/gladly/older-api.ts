/**
 * The description of a tool for message automation or custom channels, and what a 404 may mean there. These parts of the API
 * are in the 2025 document only; official example code still uses message automation (gladly.md). Gladly Support switches
 * custom channels on.
 */
export const olderApi = (description: string) => ({
  description: `${description} 2025 API.`,
  whenNotFound:
    'Check the id. It may be right: this part of the API (2025) may be switched off for the organization; then tell the person.',
});
