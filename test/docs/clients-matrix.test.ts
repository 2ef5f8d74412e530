import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matrixPage, unusedReasons } from '../clients/matrix.js';

const page = fileURLToPath(new URL('../../docs/clients/matrix.md', import.meta.url));

describe('the matrix of clients', () => {
  it('says what the tests of the clients do (else run `npm run docs`)', () => {
    const wanted = matrixPage();
    if (process.env.UPDATE_DOCS) {
      mkdirSync(dirname(page), { recursive: true });
      writeFileSync(page, wanted);
    }
    expect(existsSync(page) && readFileSync(page, 'utf8') === wanted, 'docs/clients/matrix.md is out of date').toBe(
      true,
    );
  });

  it('gives no reason for what no scenario needs', () => {
    expect(unusedReasons()).toEqual([]);
  });
});
