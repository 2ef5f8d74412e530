import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';

/** The tool of this name. @throws Error when there is none */
export function toolNamed(name: string): VendorTool {
  const tool = catalogue.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`there is no tool ${name}`);
  return tool;
}
