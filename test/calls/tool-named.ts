import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';

export function toolNamed(name: string): VendorTool {
  const tool = catalogue.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool;
}
