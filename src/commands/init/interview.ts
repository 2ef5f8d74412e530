import type { Choice } from './plan.js';
export async function interview(_choice: Choice): Promise<number> {
  return 0;
}
